import type { InputError } from '../../../contract/types';
import type { CustomFieldValues } from './customFieldValues';

/** What the custom fields of a deal may hold together, in JSON: an event shows them, and their old values with them. */
const MOST_BYTES = 100_000;

/**
 * Returns the fault of custom fields that hold too much together. A deal of before there was a most may keep what it
 * has, and get less of it.
 */
export function tooLarge(after: CustomFieldValues, before: CustomFieldValues = {}): InputError[] {
	const bytes = bytesOf(after);
	if (bytes <= MOST_BYTES || bytes <= bytesOf(before)) return [];
	const detail = `The custom fields of the deal hold ${kilobytes(bytes)} kB together, and may hold ${kilobytes(MOST_BYTES)}. Shorten the longest texts, or add them as notes.`;
	return [{ pointer: '/custom_fields', detail, code: 'too_long', params: { limit: MOST_BYTES } }];
}

function bytesOf(values: CustomFieldValues): number {
	return Buffer.byteLength(JSON.stringify(values));
}

/** Rounded up: what is a little too much must not look like just enough. */
function kilobytes(bytes: number): string {
	return Math.ceil(bytes / 1000).toLocaleString('en-US');
}
