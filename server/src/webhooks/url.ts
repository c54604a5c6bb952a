import type { Config } from '../config';
import { invalidInput, type Refusal } from '../problems';
import { AddressRefused, publicAddressesOf } from './address';
import { resolveHost } from './resolve';

/**
 * Lets a URL pass that deliveries may go to.
 *
 * @throws invalid_input at `/url` when it cannot be sent to as it is written, holds a password or, unless allowed,
 * leads to an address that is not public
 */
export async function checkUrl(url: string, config: Config): Promise<void> {
	const { username, password, hostname, port } = new URL(url);
	// The language's parser drops or rewrites these without a word, so that another URL would be called.
	if (UNWRITTEN.test(url)) {
		throw refused(
			'The URL holds a blank, a line break or another invisible character. Remove it, or write a blank as %20.',
		);
	}
	if (port === '0') {
		throw refused(
			'The URL names port 0, to which nothing can be sent. Give the port of your receiver, or none.',
		);
	}
	if (username || password) {
		throw refused(
			'The URL must not hold a user name or password. Put them into auth_header instead.',
		);
	}
	if (config.allowPrivateWebhooks) return;
	try {
		await publicAddressesOf(hostname, resolveHost);
	} catch (reason) {
		if (!(reason instanceof AddressRefused)) throw reason;
		throw refused(reason.message);
	}
}

/** White space, control characters, and characters that only format text. */
const UNWRITTEN = /[\s\p{Cc}\p{Cf}]/u;

function refused(detail: string): Refusal {
	return invalidInput([{ pointer: '/url', detail }]);
}
