import type { Schema } from '../../../contract/bundle';
import { schemas } from '../../../contract/schemas';

/** More than any list of the contract may have, so that one that is too long still is. */
const MOST_ENTRIES = 1001;

/** Enough for every fault that is reported. */
const MOST_VALUES = 20_000;

/** Longer than any name there is. */
const LONGEST_NAME = 200;

/** More than twice what any text may have, as a character may be two units: what is too long still is. */
const LONGEST_TEXT = 20_002;

/**
 * Returns an input of which it is known that something is wrong, as far as its faults are reported. What is beyond all
 * measure is cut: finding a million faults takes seconds in which everybody waits, and few of them are reported.
 */
export function excerpt(input: unknown): unknown {
	return cut(input, { left: MOST_VALUES });
}

function cut(value: unknown, room: { left: number }): unknown {
	room.left -= 1;
	if (typeof value === 'string') return value.slice(0, LONGEST_TEXT);
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return entriesOf(value, room).map((entry) => cut(entry, room));
	const names = Object.keys(value);
	if (names.length <= MOST_ENTRIES && room.left > names.length) return parts(names, value, room);
	// Fields that belong here are kept: what is given must not be reported as missing.
	const kept = new Set([...entriesOf(names, room), ...names.filter((name) => known().has(name))]);
	return parts([...kept], value, room);
}

function parts(names: string[], value: object, room: { left: number }): object {
	return Object.fromEntries(
		names.map((name) => [name.slice(0, LONGEST_NAME), cut(valueOf(value, name), room)]),
	);
}

/** At least one: a list that has entries must not be reported as empty. */
function entriesOf<T>(list: T[], { left }: { left: number }): T[] {
	return list.slice(0, Math.max(1, Math.min(MOST_ENTRIES, left)));
}

function valueOf(object: object, name: string): unknown {
	return (object as Record<string, unknown>)[name];
}

let knownNames: Set<string> | undefined;

function known(): Set<string> {
	return (knownNames ??= new Set(Object.values(schemas).flatMap((schema) => namesIn(schema))));
}

function namesIn(schema: Schema): string[] {
	const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
	return properties.flatMap(([name, property]) => [name, ...namesIn(property)]);
}
