import { CannotOpen, type Secrets } from '../secrets/secrets';
import { openedAuthHeader } from './authHeader';
import type { DueDelivery } from './deliveries';
import { validOldSecrets, type WebhookRow } from './store';
import type { DeliveryMessage, SendOutcome, DeliveryClient } from '../deliveryClient';

/** Sends a delivery to the URL of its webhook; without its secrets it does not set out, which counts as a failure. */
export async function sendDelivery(
	{ sender, secrets }: { sender: DeliveryClient; secrets: Secrets },
	webhook: WebhookRow,
	delivery: Pick<DueDelivery, 'message_id' | 'body'>,
	now: Date,
): Promise<SendOutcome> {
	let message: DeliveryMessage;
	try {
		message = deliveryMessage(secrets, webhook, delivery, now);
	} catch (reason) {
		if (!(reason instanceof CannotOpen)) throw reason;
		return {
			url: webhook.url,
			requestHeaders: null,
			startedAt: now,
			durationMs: 0,
			statusCode: null,
			answer: null,
			error: reason.message,
			retryAfterMs: 0,
		};
	}
	return sender.send(message);
}

/**
 * Returns what is sent; after a rotation every earlier secret signs too, for as long as it is valid.
 *
 * @throws CannotOpen when the webhook's secrets cannot be opened
 */
export function deliveryMessage(
	secrets: Secrets,
	webhook: WebhookRow,
	delivery: Pick<DueDelivery, 'message_id' | 'body'>,
	now: Date,
): DeliveryMessage {
	const { id, url, secret, auth_header } = webhook;
	const signing = [secret, ...validOldSecrets(webhook, now).map((old) => old.secret)];
	return {
		url,
		messageId: delivery.message_id,
		body: delivery.body,
		secrets: signing.map((sealed) => secrets.open('webhook signing secret', id, sealed)),
		authHeader: openedAuthHeader(secrets, id, auth_header),
	};
}
