import type { Config } from '../config';
import { invalidInput } from '../problems';
import { AddressRefused, publicAddressesOf } from './address';
import { resolveHost } from './resolve';

/**
 * Lets a URL pass that deliveries may go to.
 *
 * @throws invalid_input at `/url` when it holds a password or, unless allowed, leads to an address that is not public
 */
export async function checkUrl(url: string, config: Config): Promise<void> {
	const { username, password, hostname } = new URL(url);
	if (username || password) {
		const detail =
			'The URL must not hold a user name or password. Put them into auth_header instead.';
		throw invalidInput([{ pointer: '/url', detail }]);
	}
	if (config.allowPrivateWebhooks) return;
	try {
		await publicAddressesOf(hostname, resolveHost);
	} catch (reason) {
		if (!(reason instanceof AddressRefused)) throw reason;
		throw invalidInput([{ pointer: '/url', detail: reason.message }]);
	}
}
