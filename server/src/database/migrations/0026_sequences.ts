/**
 * Events are numbered within their workspace, so that no client sees how much happens elsewhere. Those that are there keep
 * their numbers, and each workspace goes on after its highest. Where none of its events is kept any more, it goes on after
 * the highest of all: what it has counted up to is not known, and what happens later must have a larger number.
 */
export const sequences = `
create table counters (
	workspace_id text primary key,
	sequence integer not null
) without rowid;
insert into counters select id, coalesce(
	max(
		(select max(sequence) from events where workspace_id = workspaces.id),
		coalesce((select max(seen_sequence) from consumers where workspace_id = workspaces.id), 0)),
	(select max(sequence) from events),
	0)
from workspaces;

create table numbered_events (
	workspace_id text not null,
	sequence integer not null,
	id text not null unique,
	deal_id text,
	type text not null,
	timestamp text not null,
	body text not null,
	shape text,
	primary key (workspace_id, sequence)
);
insert into numbered_events (workspace_id, sequence, id, deal_id, type, timestamp, body, shape)
select workspace_id, sequence, id, deal_id, type, timestamp, body, shape from events order by sequence;
drop table events;
alter table numbered_events rename to events;
create index events_by_deal on events (deal_id, sequence) where deal_id is not null;
create index events_by_type on events (workspace_id, type, sequence);
`;
