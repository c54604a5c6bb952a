import { createHash } from 'node:crypto';
import type { Schema } from '../../../contract/bundle';
import { resolved, takesNull } from '../../../contract/references';
import { schemas } from '../../../contract/schemas';

/** An event as it is stored. */
export type StoredEvent = {
	body: string;
	/** Which fields the contract had when it was written; null of events from before this was noted. */
	shape: string | null;
};

/** Stands for the fields that events have by today's contract. */
export const EVENT_SHAPE = createHash('sha256')
	.update(JSON.stringify(names(schemas.event)))
	.digest('base64url')
	.slice(0, 12);

/**
 * Returns a stored event as it is shown and delivered today: what was added to the contract since it was written is there
 * as well, null, or empty where it is a list. Whoever maps a field finds it in every event.
 */
export function wholeEvent({ body, shape }: StoredEvent): string {
	if (shape === EVENT_SHAPE) return body;
	return JSON.stringify(whole(schemas.event, JSON.parse(body)));
}

function whole(schema: Schema, value: unknown): unknown {
	const { properties, required = [], items } = resolved(schema);
	if (Array.isArray(value))
		return items ? value.map((entry) => whole(items as Schema, entry)) : value;
	if (value === null || typeof value !== 'object' || !properties) return value;
	const given = value as Record<string, unknown>;
	const declared = Object.entries(properties as Record<string, Schema>)
		.filter(([name]) => name in given || (required as string[]).includes(name))
		.map(([name, property]) => [
			name,
			name in given ? whole(property, given[name]) : missing(name, property, given),
		]);
	return { ...Object.fromEntries(declared), ...without(given, properties) };
}

function missing(name: string, property: Schema, given: Record<string, unknown>): unknown {
	if (name in counts) return counts[name]?.(given);
	return !takesNull(property) && property.type === 'array' ? [] : null;
}

/** What cannot be null is counted in what there is: such events hold whole notes, and all of them. */
const counts: Record<string, (given: Record<string, unknown>) => number> = {
	text_length: ({ text }) => [...String(text)].length,
	notes_count: ({ notes }) => (notes as unknown[] | undefined)?.length ?? 0,
};

/** Fields that the contract no longer has stay where they were. */
function without(given: Record<string, unknown>, properties: object): Record<string, unknown> {
	return Object.fromEntries(Object.entries(given).filter(([name]) => !(name in properties)));
}

/** The names of an object's fields, and of those inside them. */
function names(schema: Schema): unknown {
	const { properties, items } = resolved(schema);
	if (items) return names(items as Schema);
	if (!properties) return null;
	return Object.entries(properties as Record<string, Schema>).map(([name, property]) => [
		name,
		names(property),
	]);
}
