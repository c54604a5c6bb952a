/** Runs, and what each has changed: by it a run is undone. Webhooks say whether they get what undoing does. */
export const runs = `
create table runs (
	workspace_id text not null,
	id text not null,
	made_by text,
	first_change_at text not null,
	last_change_at text not null,
	changes integer not null,
	undo_by text,
	undo_started_at text,
	undo_seen_at text,
	undo_finished_at text,
	undo_before text,
	undone text not null default '{}',
	primary key (workspace_id, id)
) without rowid;
create index runs_being_undone on runs (undo_seen_at) where undo_started_at is not null and undo_finished_at is null;
create index runs_by_time on runs (workspace_id, last_change_at, id);
create table run_changes (
	workspace_id text not null,
	run_id text not null,
	object_id text not null,
	change_id text not null,
	kind text not null,
	state text not null,
	kept text,
	primary key (workspace_id, run_id, object_id, change_id)
) without rowid;
create index run_changes_by_object on run_changes (object_id);
create index run_changes_by_age on run_changes (workspace_id, change_id);
create index run_changes_kept on run_changes (workspace_id, run_id, object_id) where kept is not null;
alter table webhooks add column undo integer not null default 0;
`;
