import { domainToASCII, domainToUnicode } from 'node:url';
import { asRead, lowerCase } from '../../../contract/identity';

const PLAIN = /^[a-z\d.-]*$/;
/** What URLs give a meaning of its own: `büro.example/x` is no domain, though a part of it is. */
const NEVER_IN_A_DOMAIN = /[\x00-\x2c/:-`{-\x7f]/;
/** What stands between the parts of a domain where the keyboard is Chinese or Japanese. */
export const IDEOGRAPHIC_DOT = /\u3002/g;
const LABEL = '[a-z\\d](?:[a-z\\d-]{0,61}[a-z\\d])?';
const DOMAIN = new RegExp(`^(?:${LABEL}\\.)+${LABEL}$`);
/** Four times what a domain may have: the work on a longer one grows with its square. */
const LONGEST = 1_000;

/** Returns whether a text is a domain with a dot in it, in plain letters or others (RFC 5890), such as büro.example. */
export function isDomain(text: string): boolean {
	return DOMAIN.test(inAscii(text));
}

/**
 * Returns what a domain is found by: `bu\u0308ro.example`, `BÜRO。example` and `xn--bro-hoa.example` are all
 * büro.example. What is no domain is only written small.
 */
export function domainKey(text: string): string {
	const ascii = inAscii(text);
	if (ascii === '') return lowerCase(asRead(text));
	// Letters rather than xn--, so that a part of it can be searched for.
	return ascii.includes('xn--') ? asRead(domainToUnicode(ascii)) || ascii : ascii;
}

/** A domain as name servers know it, by UTS 46; empty for what is none. */
function inAscii(text: string): string {
	const read = lowerCase(asRead(text)).replace(IDEOGRAPHIC_DOT, '.');
	if (PLAIN.test(read)) return read;
	return read.length > LONGEST || NEVER_IN_A_DOMAIN.test(read) ? '' : domainToASCII(read);
}
