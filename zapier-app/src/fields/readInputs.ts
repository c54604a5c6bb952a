import type { Bundle, ZObject } from 'zapier-platform-core';
import { type FieldNotation, isBlank, isZone, type Reading } from '../../../contract/reading';

type Inputs = Record<string, unknown>;

/** How a field is read, and what the user calls it. */
export type Readable = { label: string; read: (value: unknown) => Reading<unknown> };

/**
 * Returns what a user has filled in, read. What is left empty is left out: Zapier sends empty texts and lists for it.
 *
 * @param readable returns how a field is read by its key; one that is not known stays as it is
 * @throws an error that names every field that cannot be read, and says how to write it
 */
export function readInputs(
	z: ZObject,
	inputs: Inputs,
	readable: (key: string) => Readable | undefined,
): Array<[key: string, value: unknown]> {
	const faults: string[] = [];
	const values = Object.entries(inputs).flatMap(([key, value]): Array<[string, unknown]> => {
		if (isBlank(value)) return [];
		const field = readable(key);
		if (field === undefined) return [[key, value]];
		const reading = field.read(value);
		if (!('fault' in reading)) return [[key, reading.value]];
		faults.push(`${field.label}: ${reading.fault}`);
		return [];
	});
	if (faults.length > 0) throw new z.errors.Error(faults.join(' '), 'invalid_input');
	return values;
}

/** Returns how values are written in a Zap: moments in its time zone, and lists with texts in them that are lists too. */
export function notationOf({ meta }: Pick<Bundle, 'meta'>): FieldNotation {
	const zone = meta?.timezone ?? meta?.zap?.user?.timezone ?? '';
	return { splitEntries: true, ...(isZone(zone) ? { zone } : {}) };
}
