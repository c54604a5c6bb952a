/**
 * Deliveries stand in a queue that outlives its webhook: one that replaces another under the name of a consumer takes
 * over the queue, and a consumer keeps it while it has no webhook.
 */
export const consumers = `
alter table deliveries rename column webhook_id to queue_id;

alter table webhooks add column queue_id text not null default '';
alter table webhooks add column consumer text;
alter table webhooks add column is_catching_up integer not null default 0;
alter table webhooks add column delivers_after text;
update webhooks set queue_id = id;
create unique index webhooks_by_queue on webhooks (queue_id);

create table consumers (
	workspace_id text not null references workspaces (id),
	name text not null,
	queue_id text not null unique,
	webhook_id text,
	missing_since text,
	seen_sequence integer,
	held_before text,
	arrived text not null default '[]',
	caught_up integer not null default 0,
	left_out integer not null default 0,
	created_at text not null,
	primary key (workspace_id, name)
);
`;
