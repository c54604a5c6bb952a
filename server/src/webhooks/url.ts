import { invalidInput, type Refusal } from '../problems/problems';
import { AddressRefused, resolvePublicAddresses } from './address';
import { resolveHost } from './resolve';

/**
 * Lets a URL pass that deliveries may go to.
 *
 * @throws invalid_input at `/url` when, unless allowed, it leads to an address that is not public
 */
export async function checkUrl(
	url: string,
	{ allowPrivateWebhooks }: { allowPrivateWebhooks: boolean },
): Promise<void> {
	if (allowPrivateWebhooks) return;
	try {
		await resolvePublicAddresses(new URL(url).hostname, resolveHost);
	} catch (reason) {
		if (!(reason instanceof AddressRefused)) throw reason;
		throw invalidInput([{ pointer: '/url', detail: reason.message }]);
	}
}

/** Returns the refusal of a webhook that is to send, and has nowhere to send to. */
export function urlMissing(): Refusal {
	const detail =
		'"url" is missing. Add it, or send "delivery": "pull" if the events are to be fetched.';
	return invalidInput([{ pointer: '/url', detail, code: 'missing', params: { name: 'url' } }]);
}
