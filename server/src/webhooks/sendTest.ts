import { sampleChange, sampleEvent } from '../../../contract/sample';
import type { Delivery, TestInput } from '../../../contract/types';
import type { AppContext } from '../context';
import { originInHand } from '../origin';
import { newId } from '../values/ids';
import { problem } from '../problems/problems';
import { valid } from '../problems/validation';
import { insertTestDelivery } from './deliveries';
import { getDelivery } from './deliveryLog';
import { sendDelivery } from './sendDelivery';
import { getWebhook, type WebhookRow } from './store';

/**
 * Sends a sample of an event now, of the first the webhook is subscribed to unless one is named, and returns the
 * delivery with the receiver's answer. One that is pulled gets it when it fetches next.
 *
 * @throws webhook_not_found; webhook_paused where it could not be fetched; invalid_input for an event that does not exist
 */
export async function sendTest(
	fluid: AppContext,
	workspaceId: string,
	webhookId: string,
	given: unknown,
): Promise<Delivery> {
	const { database, now } = fluid;
	const input = valid<TestInput>('testInput', given);
	const webhook = await getWebhook(database, workspaceId, webhookId);
	const type = input.type ?? (webhook.events[0] as WebhookRow['events'][number]);
	const isChange = webhook.deliver === 'each_change';
	const event = {
		...(isChange ? sampleChange(type) : sampleEvent(type)),
		id: newId(isChange ? 'chg' : 'evt'),
		timestamp: now().toISOString(),
		workspace_id: webhook.workspace_id,
	};
	const sample = { message_id: event.id, body: JSON.stringify(event) };
	const isSent = webhook.delivery === 'push';
	if (!isSent && webhook.status === 'paused') throw problem('webhook_paused');
	const at = now();
	const outcome = isSent ? await sendDelivery(fluid, webhook, sample, at) : undefined;
	const test = isChange
		? { id: newId('evt'), changeId: event.id, type, body: sample.body }
		: { id: event.id, changeId: null, type, body: sample.body };
	const id = await database.write(workspaceId, (transaction) =>
		insertTestDelivery(transaction, webhook, test, at, outcome),
	);
	originInHand()?.deliveryIds.push(id);
	return getDelivery(database, webhook, id);
}
