import { createHash } from 'node:crypto';

/** No field of what was left, but when it was. */
const NOT_COMPARED = ['id', 'created_at', 'updated_at'];

const LENGTH = 16;

/**
 * Returns what stands for a record as a change has left it: who finds the same later knows that nobody has changed it since.
 * What is empty counts for nothing, so that a field that a later version adds changes it for no record that lacks it.
 */
export function leftBehind(record: object): string {
	const text = JSON.stringify(plain(record, NOT_COMPARED));
	return createHash('sha256').update(text).digest('base64url').slice(0, LENGTH);
}

function plain(value: unknown, without: string[] = []): unknown {
	if (Array.isArray(value)) return value.map((entry) => plain(entry));
	if (typeof value !== 'object' || value === null) return value;
	return Object.entries(value)
		.filter(([name, entry]) => !without.includes(name) && !isEmpty(entry))
		.map(([name, entry]) => [name, plain(entry)] as const)
		.sort(([one], [other]) => (one < other ? -1 : 1));
}

function isEmpty(value: unknown): boolean {
	if (value === null || value === undefined) return true;
	return typeof value === 'object' && Object.keys(value).length === 0;
}
