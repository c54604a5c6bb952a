import type { Reader } from '../database/database';
import { nothing, sql } from '../database/sql';

/** An event as it is stored: its body is what is delivered, to the letter. */
export type EventRow = { sequence: number; body: string };

/** What a list of events is narrowed by. */
export type EventSearch = { type?: string; since?: string; before?: number; limit: number };

/** Returns events, newest first. */
export async function listEvents(
	reader: Reader,
	workspaceId: string,
	{ type, since, before, limit }: EventSearch,
): Promise<EventRow[]> {
	const from = since === undefined ? 0 : await firstSequence(reader, since);
	return reader.all<EventRow>(sql`
		select sequence, body from events where workspace_id = ${workspaceId}
		${type === undefined ? nothing : sql`and type = ${type}`}
		${since === undefined ? nothing : sql`and sequence >= ${from} and timestamp >= ${since}`}
		${before === undefined ? nothing : sql`and sequence < ${before}`}
		order by sequence desc limit ${limit}`);
}

/** By so much a clock that was set back may have mixed up the order of events. */
const CLOCK_SET_BACK_MS = 60 * 60 * 1000;

/**
 * Returns a sequence before which no event happened since a time. Sequences follow time, so it is found by halving, in
 * some twenty looks at one event each, and an index of times need not be kept.
 */
export async function firstSequence(reader: Reader, since: string): Promise<number> {
	const sooner = new Date(Date.parse(since) - CLOCK_SET_BACK_MS).toISOString();
	const ends = await reader.get<{ first: number | null; last: number | null }>(
		sql`select (select min(sequence) from events) as first, (select max(sequence) from events) as last`,
	);
	let low = Number(ends?.first ?? 0);
	let high = Number(ends?.last ?? 0) + 1;
	while (low < high) {
		const middle = Math.floor((low + high) / 2);
		const event = await reader.get<{ sequence: number; timestamp: string }>(sql`
			select sequence, timestamp from events where sequence >= ${middle} order by sequence limit 1`);
		if (event && event.timestamp < sooner) low = Number(event.sequence) + 1;
		else high = middle;
	}
	return low;
}
