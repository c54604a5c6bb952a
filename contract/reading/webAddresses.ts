import type { Reading } from './reading';
import { scalar, shown } from './written';

const LONGEST_LABEL = 63;
const LONGEST_HOST = 253;

/** What stands for a host: names of letters and digits, in whatever alphabet, or an address of version 6 in brackets. */
const AUTHORITY = /^https?:\/\/(\[[\da-f:.]+\]|[\p{L}\p{M}\p{N}_.-]+)(?::(\d{1,5}))?(?=[/?#]|$)/iu;

/**
 * Returns whether a text is an address that starts with http:// or https:// and that everybody reads alike: without
 * backslashes, blanks, credentials, hidden characters or names that no name server has.
 */
export function isWebAddress(text: string): boolean {
	if (/[\s\\\p{Cc}\p{Cf}]/u.test(text)) return false;
	const [, host = '', port] = AUTHORITY.exec(text) ?? [];
	if (host === '' || (port !== undefined && Number(port) === 0) || !URL.canParse(text))
		return false;
	return host.startsWith('[') || isHostName(new URL(text).hostname);
}

/** Returns a web address, completed by https:// where people leave that out, e.g. https://example.com for example.com. */
export function readWebAddress(value: unknown): Reading<string> {
	const text = scalar(value)?.trim() ?? '';
	const isWhole = /^https?:\/\//i.test(text);
	const address = isWhole ? text : `https://${text.replace(/^\/\//, '')}`;
	// Without its beginning, only a name with a dot in it is one: "none" is no website.
	if (isWebAddress(address) && (isWhole || hasDot(address))) return { value: address };
	return { fault: `${shown(value)} is not a web address. Write it like https://example.com.` };
}

function isHostName(host: string): boolean {
	const labels = host.replace(/\.$/, '').split('.');
	return (
		host.length <= LONGEST_HOST &&
		labels.every((label) => label !== '' && label.length <= LONGEST_LABEL)
	);
}

function hasDot(address: string): boolean {
	return /[^.]\.[^.]/.test(new URL(address).hostname);
}
