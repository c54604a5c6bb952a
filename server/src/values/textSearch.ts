import { nameKey } from '../../../contract/identity';
import { domainKey, IDEOGRAPHIC_DOT } from './domain';

const PUNYCODE = /xn--[a-z\d-]+/g;

/** Returns a pattern for `like ... escape '~'` that finds a text anywhere in the keys of names, however it is written. */
export function inNames(text: string): string {
	return anywhere(nameKey(text));
}

/** Returns a pattern like that of `inNames` for the keys of email addresses. */
export function inAddresses(text: string): string {
	return anywhere(nameKey(text).replace(IDEOGRAPHIC_DOT, '.').replace(PUNYCODE, domainKey));
}

function anywhere(key: string): string {
	return `%${key.replace(/[~%_]/g, '~$&')}%`;
}
