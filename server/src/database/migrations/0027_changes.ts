/**
 * Events know the change that they tell of; null: from before this was noted. Deliveries know what of a change they carry,
 * and, where their webhook keeps the order, of what and in which place they are.
 */
export const changes = `
alter table events add column change_id text;

alter table webhooks add column deliver text not null default 'each_event';
alter table webhooks add column ordering text not null default 'none';
alter table webhooks add column is_lining_up integer not null default 0;

alter table deliveries add column change_id text;
alter table deliveries add column change_events text;
alter table deliveries add column object_id text;
alter table deliveries add column position integer;
create index deliveries_in_order on deliveries (queue_id, object_id, position, id)
	where object_id is not null and status in ('pending', 'held');
`;
