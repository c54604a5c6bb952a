import type { ChangeMessage, Deal, Event, Note } from '../../../contract/types';

/** No event is larger: what receives it, such as a queue or a Zap, takes no more. */
const MOST_BYTES = 256_000;

const NOTE_CHARACTERS = 100;
const TEXT_CHARACTERS = 1000;

/** What of an event, or of a change, can be shortened. */
type Long = Pick<Event, 'data' | 'previous'>;

/**
 * Returns an event as it is stored and delivered, or a change as it is delivered, in JSON. One that would be larger than 256 kB loses what matters least,
 * step by step: old values before new ones, and of texts the end.
 */
export function eventText(event: Event | ChangeMessage): string {
	let text = JSON.stringify(event);
	let shorter: Long = event;
	for (const shorten of steps) {
		// A character has at most three bytes for each unit of its length.
		const excess = text.length * 3 <= MOST_BYTES ? 0 : Buffer.byteLength(text) - MOST_BYTES;
		if (excess <= 0) return text;
		shorter = shorten(shorter, excess);
		text = JSON.stringify(shorter);
	}
	return text;
}

const steps: Array<(event: Long, excess: number) => Long> = [
	(event) => ({ ...event, previous: withShortNotes(event.previous as Partial<Deal> | null) }),
	(event, excess) => ({ ...event, previous: withoutLargest(event.previous, excess) }),
	(event) => ({
		...event,
		data: { ...event.data, ...onlyGiven({ deal: withShortNotes(event.data.deal) }) },
	}),
	// Deals of before custom fields had a most, and submissions, which keep what a visitor has typed.
	(event) => ({ ...event, data: cutTexts(event.data) as Event['data'] }),
];

function withShortNotes<T extends { notes?: Note[] } | null | undefined>(deal: T): T {
	if (!deal?.notes) return deal;
	const notes = deal.notes.map((note) => ({ ...note, text: cut(note.text, NOTE_CHARACTERS) }));
	return { ...deal, notes };
}

/** Leaves out the largest old values until enough is saved, custom fields one by one. */
function withoutLargest(previous: Event['previous'], excess: number): Event['previous'] {
	if (!previous) return previous;
	const { custom_fields, ...rest } = previous as Record<string, unknown>;
	const ownFields = { ...(custom_fields as object | undefined) } as Record<string, unknown>;
	const all = [rest, ownFields].flatMap((values) =>
		Object.entries(values).map(([name, value]) => ({ values, name, bytes: bytesOf(name, value) })),
	);
	let saved = 0;
	for (const { values, name, bytes } of all.sort((one, other) => other.bytes - one.bytes)) {
		if (saved >= excess) break;
		saved += bytes;
		delete values[name];
	}
	return { ...rest, ...(custom_fields !== undefined && { custom_fields: ownFields }) };
}

function bytesOf(name: string, value: unknown): number {
	return Buffer.byteLength(JSON.stringify({ [name]: value })) - '{}'.length;
}

function cutTexts(value: unknown): unknown {
	if (typeof value === 'string') return cut(value, TEXT_CHARACTERS);
	if (Array.isArray(value)) return value.map(cutTexts);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, cutTexts(inner)]));
}

function cut(text: string, most: number): string {
	return text.length <= most ? text : text.slice(0, most).toWellFormed();
}

function onlyGiven<T extends object>(values: T): Partial<T> {
	return Object.fromEntries(
		Object.entries(values).filter(([, value]) => value !== undefined),
	) as Partial<T>;
}
