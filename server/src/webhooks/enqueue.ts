import type { Event } from '../../../contract/types';
import type { WriteContext } from '../context';
import { momentText } from '../values/moment';
import type { Carried } from './carried';
import { insertDelivery, updateCarried } from './insertDelivery';
import { findSubscribers, type WebhookRow } from './store';
import { isWantedBy } from './isWantedBy';

/**
 * Adds a delivery of the event for every webhook that wants it, or adds the event to the delivery of its change; one of a
 * paused webhook is held.
 */
export async function addDeliveries(context: WriteContext, event: Event): Promise<void> {
	const { transaction, wake } = context;
	const subscribers = await findSubscribers(transaction, event.workspace_id);
	for (const webhook of subscribers) {
		// What happens meanwhile is found by the catching up, behind what it still has to send.
		if (webhook.is_catching_up) continue;
		if (!isWantedBy(webhook, event)) continue;
		const isActive = webhook.status === 'active';
		if (webhook.deliver === 'each_change') await deliverChange(context, webhook, event);
		else await deliver(context, webhook, { changeId: null, events: [event] });
		// What is fetched nobody sends.
		if (webhook.delivery === 'pull') continue;
		if (isActive) transaction.onWritten(() => wake(webhook.queue_id));
	}
}

function deliver(
	{ transaction, now }: WriteContext,
	webhook: WebhookRow,
	carried: Carried,
): Promise<string> {
	const at = momentText(now);
	const dueAt = webhook.status === 'active' ? at : null;
	return insertDelivery(transaction, webhook, { carried, dueAt, at });
}

/** Nobody sees the delivery before all events of the change are in it: they are in one transaction. */
async function deliverChange(
	context: WriteContext,
	webhook: WebhookRow,
	event: Event,
): Promise<void> {
	const { transaction, change } = context;
	const begun = change.deliveries.get(webhook.queue_id);
	if (begun) {
		begun.events.push(event);
		await updateCarried(transaction, webhook, begun.id, { changeId: change.id, ...begun });
		return;
	}
	const events = [event];
	const id = await deliver(context, webhook, { changeId: change.id, events });
	change.deliveries.set(webhook.queue_id, { id, events });
}
