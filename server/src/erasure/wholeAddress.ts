/**
 * What an address goes on with to the left: ann@acme.example is no part of joann@acme.example. What also parts one from
 * the text around it, as in ?email=ann@acme.example, does not count, although it is allowed in an address.
 */
const LEFT = /(?:[\p{L}\p{M}\p{N}.&%+_-]|[\p{L}\p{M}\p{N}]')$/u;
/** To the right: acme.example is no part of acme.example.com or acme.example-shop.com. */
const RIGHT = /^(?:[\p{L}\p{M}\p{N}]|[.-]+[\p{L}\p{M}\p{N}])/u;

/** Longer than any of what is written as several characters, such as \u003c or %3C, with what stands beside it. */
const NEAR = 8;

/** Returns whether what was found in a text is an address of its own, and not a part of a longer one. */
export function isWholeAddress(text: string, start: number, end: number): boolean {
	const before = unescaped(text.slice(Math.max(0, start - NEAR), start));
	return !LEFT.test(before) && !RIGHT.test(unescaped(text.slice(end, end + NEAR)));
}

/** As JSON in a text and a URL write characters: `\n`, `\u003c`, `%3C`. */
function unescaped(text: string): string {
	return text
		.replace(/\\u([0-9a-f]{4})/gi, (_all, code: string) => String.fromCharCode(parseInt(code, 16)))
		.replace(/\\[nrtbf]/g, ' ')
		.replace(/%([2-7][0-9a-f])/gi, (_all, code: string) => String.fromCharCode(parseInt(code, 16)));
}
