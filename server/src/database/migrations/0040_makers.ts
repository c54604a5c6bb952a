/**
 * What made each change: the API key, person or lead form, and the run that it was a part of; null for what happened before
 * this was noted. Of a deal it is kept as long as the deal, where its events are gone after thirty days.
 */
export const makers = `
alter table events add column made_by text;
alter table events add column run_id text;
alter table events add column undo integer not null default 0;
alter table former_companies add column made_by text;
alter table former_companies add column run_id text;
alter table former_companies add column undo integer not null default 0;
create table deal_history (
	workspace_id text not null,
	deal_id text not null,
	sequence integer not null,
	type text not null,
	timestamp text not null,
	changed_fields text not null,
	made_by text,
	run_id text,
	undo integer not null,
	primary key (workspace_id, deal_id, sequence)
) without rowid;
`;
