import type { Transaction } from '../database/database';
import { forUpdate, oneOf, sql } from '../database/sql';
import { carriedBy } from '../webhooks/carried';
import { listDeliveriesCarrying, listEventsOfSameChange } from '../webhooks/carrying';
import { insertDelivery } from '../webhooks/insertDelivery';
import { endOfOrder } from '../webhooks/ordering';
import { type SequencedEvent, wantedOf } from '../webhooks/replay';
import { webhookOfQueue } from '../webhooks/store';

/**
 * Adds deliveries of events that have none, behind what waits; held where the webhook is paused. It is looked anew whether
 * they are missing: a replay may have made them, or the webhook may want something else by now.
 *
 * @returns how many there are
 */
export async function addMissing(
	transaction: Transaction,
	queueId: string,
	eventIds: string[],
	now: Date,
): Promise<number> {
	const webhook = await webhookOfQueue(transaction, queueId);
	if (!webhook || webhook.is_catching_up) return 0;
	const siblings = await listEventsOfSameChange(transaction, eventIds);
	const carried = await listDeliveriesCarrying(transaction, queueId, siblings, forUpdate);
	// All of a change: a delivery carries them together.
	const missing = siblings.filter((id) => !carried.has(id));
	const rows = await transaction.all<SequencedEvent & { timestamp: string }>(sql`
		select sequence, id, change_id, body, timestamp from events where id in ${oneOf(missing)} order by sequence`);
	const since = rows.filter(({ timestamp }) => timestamp > webhook.updated_at);
	const all = carriedBy(webhook.deliver, wantedOf(webhook, since));
	const at = now.toISOString();
	const dueAt = webhook.status === 'active' ? at : null;
	const position = await endOfOrder(transaction, webhook.workspace_id);
	for (const carried of all)
		await insertDelivery(transaction, webhook, { carried, dueAt, at, position });
	return all.length;
}
