import { isIP } from 'node:net';

/** Returns whether a host, as `new URL(...).hostname` gives it, is the machine that asks. */
export function isThisMachine(hostname: string): boolean {
	const host = hostname.replace(/^\[|\]$/g, '');
	return (
		host === 'localhost' ||
		host.endsWith('.localhost') ||
		host === '::1' ||
		(isIP(host) === 4 && host.startsWith('127.'))
	);
}
