import type { Person } from './person';

/** With fewer digits, a number in a key is more likely to count something. */
const FEWEST_DIGITS = 7;

/**
 * Returns whether an Idempotency-Key has an address or a phone of the person. What separates the parts of a key may also
 * stand in an address: `lead-ann@acme.example` counts as naming Ann, as a key that is dropped needlessly costs little.
 */
export function isNamedInKey({ spellings, phones }: Person, key: string): boolean {
	const patterns = [...[...spellings].map(addressPattern), ...[...phones].flatMap(phonePattern)];
	return [key, decoded(key)].some((text) => patterns.some((pattern) => pattern.test(text)));
}

function addressPattern(email: string): RegExp {
	const written = email.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	return new RegExp(`(?<![\\p{L}\\p{N}])${written}(?![\\p{L}\\p{N}]|\\.\\p{L})`, 'iu');
}

/** However it is grouped, with + or 00 or neither in front. */
function phonePattern(phone: string): RegExp[] {
	const digits = phone.match(/\d/g) ?? [];
	if (digits.length < FEWEST_DIGITS) return [];
	return [new RegExp(`(?<!\\d)(?:00)?${digits.join('[^\\p{L}\\p{N}]{0,3}')}(?!\\d)`, 'u')];
}

function decoded(key: string): string {
	try {
		return decodeURIComponent(key);
	} catch {
		return key;
	}
}
