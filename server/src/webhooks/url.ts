import { invalidInput } from '../problems/problems';
import { AddressRefused, publicAddressesOf } from './address';
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
		await publicAddressesOf(new URL(url).hostname, resolveHost);
	} catch (reason) {
		if (!(reason instanceof AddressRefused)) throw reason;
		throw invalidInput([{ pointer: '/url', detail: reason.message }]);
	}
}
