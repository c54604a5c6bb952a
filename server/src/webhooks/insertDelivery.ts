import type { Transaction } from '../database/database';
import { sql } from '../database/sql';
import { newId } from '../values/ids';
import { type Carried, carriedEvents, orderedObject } from './carried';
import type { WebhookRow } from './store';

type NewDelivery = {
	carried: Carried;
	/** When it is to be sent first; null while its webhook is paused. */
	dueAt: string | null;
	at: string;
	/** Where in the order of its deal or contact it stands; by its first event when left out. */
	position?: number;
};

type Target = Pick<WebhookRow, 'workspace_id' | 'queue_id' | 'ordering'>;

/** Adds a delivery to the queue of a webhook, and returns its id. */
export async function insertDelivery(
	transaction: Transaction,
	webhook: Target,
	{ carried, dueAt, at, position }: NewDelivery,
): Promise<string> {
	const id = newId('dlv');
	const { event_id, event_type, change_events, object_id } = columnsOf(webhook, carried);
	const sequence = carried.events[0]?.sequence ?? null;
	await transaction.run(sql`
		insert into deliveries
			(workspace_id, id, queue_id, event_id, event_type, change_id, change_events, object_id, position, status, attempts,
			next_attempt_at, created_at)
		values (${webhook.workspace_id}, ${id}, ${webhook.queue_id}, ${event_id}, ${event_type}, ${carried.changeId}, ${change_events},
			${object_id}, ${object_id === null ? null : (position ?? sequence)}, ${dueAt === null ? 'held' : 'pending'}, 0, ${dueAt}, ${at})`);
	return id;
}

/** Has a delivery carry what was added to its change since. */
export async function updateCarried(
	transaction: Transaction,
	webhook: Target,
	id: string,
	carried: Carried,
): Promise<void> {
	const { event_id, event_type, change_events, object_id } = columnsOf(webhook, carried);
	await transaction.run(sql`
		update deliveries set event_id = ${event_id}, event_type = ${event_type}, change_events = ${change_events},
			object_id = ${object_id}
		where id = ${id}`);
}

function columnsOf({ ordering }: Target, carried: Carried) {
	const events = carriedEvents(carried);
	const [first] = events;
	return {
		event_id: first.id,
		event_type: first.type,
		change_events: carried.changeId === null ? null : JSON.stringify(events),
		object_id: ordering === 'per_object' ? orderedObject(carried) : null,
	};
}
