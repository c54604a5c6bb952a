import { passes } from '../../../contract/filters';
import type { Event } from '../../../contract/types';
import type { Transaction } from '../database/database';
import { sql } from '../database/sql';
import { newId } from '../values/ids';
import { momentText } from '../values/moment';
import { subscribersOf } from './store';
import type { Wake } from '../context';

/** Adds a delivery of the event for every webhook that wants it; one of a paused webhook is held. */
export async function addDeliveries(
	transaction: Transaction,
	event: Event,
	now: Date,
	wake: Wake,
): Promise<void> {
	const subscribers = await subscribersOf(transaction, event.workspace_id);
	for (const webhook of subscribers) {
		if (!webhook.events.includes(event.type) || !passes(event, webhook.filters)) continue;
		const isActive = webhook.status === 'active';
		const at = momentText(now);
		await transaction.run(sql`
			insert into deliveries (id, webhook_id, event_id, event_type, status, attempts, next_attempt_at, created_at)
			values (${newId('dlv')}, ${webhook.id}, ${event.id}, ${event.type}, ${isActive ? 'pending' : 'held'}, 0,
				${isActive ? at : null}, ${at})`);
		if (isActive) transaction.afterCommit(() => wake(webhook.id));
	}
}
