import { asRead, lowerCase } from '../../../contract/identity';
import { domainKey, isDomain } from './domain';

/** Dots wherever they are: docomo.ne.jp and mail.ru gave out addresses such as d..ot@, dot.@ and .dot@. */
const LOCAL_PART =
	/^\.*[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-][\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~.-]*$/u;
const PLAIN = /^[\x21-\x7e]*$/;
const PUNYCODE = 'xn--';
/** Several times what an address may have, however much of it is invisible. */
const LONGEST = 1_000;

/**
 * Returns whether a text is an email address: one of plain letters, or one with others in its name (RFC 6531) or its
 * domain (RFC 5890), such as jörg@müller.example.
 */
export function isEmail(text: string): boolean {
	if (text.length > LONGEST) return false;
	const at = text.lastIndexOf('@');
	return at > 0 && LOCAL_PART.test(asRead(text.slice(0, at))) && isDomain(text.slice(at + 1));
}

/** Returns what the owner of an email address is found by: every way to write the address has the same key. */
export function emailKey(email: string): string {
	const small = email.toLowerCase();
	if (PLAIN.test(small) && !small.includes(PUNYCODE)) return small;
	const address = email.trim();
	const at = address.lastIndexOf('@');
	const name = lowerCase(asRead(address.slice(0, at + 1)));
	return name + domainKey(address.slice(at + 1));
}

/** Returns whether two email addresses are one, however each is written; none is like no other. */
export function isSameEmail(a: string | null, b: string | null): boolean {
	return a !== null && b !== null && emailKey(a) === emailKey(b);
}
