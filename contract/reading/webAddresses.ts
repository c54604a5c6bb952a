import type { Reading } from './reading';
import { scalar, shownValue } from './written';

const LONGEST_LABEL = 63;
const LONGEST_HOST = 253;
/** Four times as much, however it is written: the work on a longer one grows with its square. */
const LONGEST_WRITTEN = 1_000;

/** What stands for a host: names of letters and digits, in whatever alphabet, or an address of version 6 in brackets. */
const AUTHORITY = /^https?:\/\/(\[[\da-f:.]+\]|[\p{L}\p{M}\p{N}_.-]+)(?::(\d{1,5}))?(?=[/?#]|$)/iu;

/**
 * Returns what browsers and other programs would read differently in an address that starts with http:// or https://, or
 * why it is none, as a sentence without its subject; undefined for an address that is sound.
 */
export function webAddressFault(text: string): string | undefined {
	return faults.find(({ pattern, has }) => pattern?.test(text) ?? has?.(text))?.sentence;
}

/** Returns whether a text is a web address that everybody reads alike. */
export function isWebAddress(text: string): boolean {
	return webAddressFault(text) === undefined;
}

/** Returns a web address, completed by https:// where people leave that out, e.g. https://example.com for example.com. */
export function readWebAddress(value: unknown): Reading<string> {
	const text = scalar(value)?.trim() ?? '';
	const isWhole = BEGINNING.test(text);
	// "none" is no website: what does not begin like an address needs a name with a dot in it.
	if (!isWhole && !/^(?:\/\/)?[^\s@/?#]+\.[^\s.@/?#]/.test(text))
		return { fault: `${shownValue(value)} ${NO_WEB_ADDRESS}` };
	const address = inPlainLetters(isWhole ? text : `https://${text.replace(/^\/\//, '')}`);
	const fault = webAddressFault(address);
	return fault === undefined ? { value: address } : { fault: `${shownValue(value)} ${fault}` };
}

/** Returns a web address as it is meant, and anything else as it is, for whoever checks it to say what is wrong. */
export function completed(text: string): string {
	const reading = readWebAddress(text);
	return 'value' in reading ? reading.value : text;
}

const BEGINNING = /^https?:\/\//i;
/** What is said of a text that is no web address at all. */
export const NO_WEB_ADDRESS = 'is not a web address. Write it like https://example.com.';

const NO_HOST = `has a host that no name server knows: each part between dots has 1 to ${LONGEST_LABEL} letters. Correct it.`;

type Check = { pattern?: RegExp; has?: (text: string) => boolean; sentence: string };

const faults: Check[] = [
	{ has: (text) => !BEGINNING.test(text), sentence: NO_WEB_ADDRESS },
	{
		// The language's own parser drops or rewrites these without a word, so that another address would be called.
		pattern: /[\s\p{Cc}\p{Cf}]/u,
		sentence:
			'holds a blank, a line break or another invisible character. Remove it, or write a blank as %20.',
	},
	{
		pattern: /^https?:\/\/[^/?#\\]*@/i,
		sentence: 'must not hold a user name or password. Leave them out.',
	},
	{ pattern: /\\/, sentence: 'holds a backslash. Write / instead.' },
	{
		has: (text) => portOf(text) === 0,
		sentence: 'names port 0, which nothing can use. Leave it out.',
	},
	{ has: (text) => hostIn(text).length > LONGEST_WRITTEN, sentence: NO_HOST },
	{ has: (text) => !AUTHORITY.test(text) || !URL.canParse(text), sentence: NO_WEB_ADDRESS },
	{ has: (text) => !isHost(text), sentence: NO_HOST },
];

function portOf(text: string): number | undefined {
	const [, , port] = AUTHORITY.exec(text) ?? [];
	return port === undefined ? undefined : Number(port);
}

function hostIn(text: string): string {
	const [, written = ''] = AUTHORITY.exec(text) ?? [];
	return written;
}

function isHost(text: string): boolean {
	const written = hostIn(text);
	const { hostname } = new URL(text);
	if (hostname.startsWith('[')) return true;
	const labels = hostname.replace(/\.$/, '').split('.');
	return (
		written === written.normalize('NFKC') &&
		hostname.length <= LONGEST_HOST &&
		labels.every((label) => label !== '' && label.length <= LONGEST_LABEL)
	);
}

/** Letters of an East Asian keyboard are as wide as an ideograph; browsers take them for the plain ones. */
function inPlainLetters(address: string): string {
	return address.replace(/^(https?:\/\/)([^/?#]*)/i, (whole, scheme: string, host: string) =>
		host.length > LONGEST_WRITTEN ? whole : `${scheme}${host.normalize('NFKC')}`,
	);
}
