import type { Delivery, ReplayInput } from '../../../contract/types';
import { firstSequence } from '../events/store';
import type { Fluid } from '../fluid';
import { readMoment } from '../moment';
import { invalidInput, problem } from '../problems';
import { valid } from '../validation';
import { retryDelivery } from './deliveries';
import { findDelivery } from './deliveryLog';
import { newestSequence, type ReplayRange, replaySome } from './replay';
import { getWebhook, type WebhookRow } from './store';

/**
 * Has one delivery sent again, whatever became of it, and returns it.
 *
 * @throws webhook_not_found, delivery_not_found; invalid_input while the webhook is paused
 */
export function retryOne(
	{ database, now, wake }: Fluid,
	workspaceId: string,
	webhookId: string,
	deliveryId: string,
): Promise<Delivery> {
	return database.write(async (transaction) => {
		const webhook = await getWebhook(transaction, workspaceId, webhookId);
		refusePaused(webhook);
		const found = await findDelivery(transaction, webhook.id, deliveryId);
		if (!found) throw problem('delivery_not_found');
		await retryDelivery(transaction, found.id, now());
		transaction.afterCommit(() => wake(webhook.id));
		return (await findDelivery(transaction, webhook.id, deliveryId)) as Delivery;
	});
}

/**
 * Has everything sent again that happened since a time, up to now; returns how many events that are. It is done in
 * parts, so that nothing else waits for it.
 *
 * @throws webhook_not_found; invalid_input for a time that is none and while the webhook is paused
 */
export async function replaySince(
	{ database, now, wake }: Fluid,
	workspaceId: string,
	webhookId: string,
	given: unknown,
): Promise<number> {
	const input = valid<ReplayInput>('replayInput', given);
	const since = (readMoment(input.since) as Date).toISOString();
	const last = await newestSequence(database, workspaceId);
	const first = await firstSequence(database, since);
	let replayed = 0;
	for (let after: number | undefined = first - 1; after !== undefined; ) {
		const range: ReplayRange = { since, after, last };
		const part = await database.write(async (transaction) => {
			const webhook = await getWebhook(transaction, workspaceId, webhookId);
			refusePaused(webhook);
			transaction.afterCommit(() => wake(webhook.id));
			return replaySome(transaction, webhook, range, now());
		});
		replayed += part.count;
		after = part.next;
	}
	return replayed;
}

function refusePaused({ status }: WebhookRow): void {
	if (status === 'active') return;
	const detail =
		'The webhook is paused, so nothing is sent. Resume it first: PATCH it with {"status": "active"}.';
	throw invalidInput([{ pointer: '', detail }]);
}
