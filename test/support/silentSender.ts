import type { DeliveryClient, DeliveryMessage } from '../../server/src/deliveryClient';

/** What never comes. */
export const never = new Promise<never>(() => {});

/** Returns a delivery client whose receivers never answer, with what it was to send. */
export function silentSender(): DeliveryClient & { sent: DeliveryMessage[] } {
	const sent: DeliveryMessage[] = [];
	return {
		sent,
		send: (message) => {
			sent.push(message);
			return never;
		},
		close: () => Promise.resolve(),
	};
}
