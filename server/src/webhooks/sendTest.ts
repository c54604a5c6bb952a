import { sampleEvent } from '../../../contract/sample';
import type { Delivery, TestInput } from '../../../contract/types';
import type { AppContext } from '../context';
import { newId } from '../values/ids';
import { valid } from '../problems/validation';
import { insertTestDelivery } from './deliveries';
import { findDelivery } from './deliveryLog';
import { sendDelivery } from './sendDelivery';
import { getWebhook, type WebhookRow } from './store';

/**
 * Sends a sample of an event now, of the first the webhook is subscribed to unless one is named, and returns the
 * delivery with the receiver's answer.
 *
 * @throws webhook_not_found; invalid_input for an event that does not exist
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
	const event = {
		...sampleEvent(type),
		id: newId('evt'),
		timestamp: now().toISOString(),
		workspace_id: webhook.workspace_id,
	};
	const sample = { event_id: event.id, body: JSON.stringify(event) };
	const outcome = await sendDelivery(fluid, webhook, sample, now());
	const test = { id: event.id, type, body: sample.body };
	const id = await database.write((transaction) =>
		insertTestDelivery(transaction, webhook.id, test, outcome),
	);
	return (await findDelivery(database, webhook.id, id)) as Delivery;
}
