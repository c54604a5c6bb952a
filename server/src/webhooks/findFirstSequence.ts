import type { Reader } from '../database/database';
import { sql } from '../database/sql';

/** By so much a clock that was set back may have mixed up the order of events. */
const CLOCK_SET_BACK_MS = 60 * 60 * 1000;

/**
 * Returns a sequence before which no event of a workspace happened since a time. Sequences follow time, so it is found by halving, in
 * some twenty looks at one event each, and an index of times need not be kept.
 */
export async function findFirstSequence(
	reader: Reader,
	workspaceId: string,
	since: string,
): Promise<number> {
	const sooner = new Date(Date.parse(since) - CLOCK_SET_BACK_MS).toISOString();
	const ends = await reader.get<{ first: number | null; last: number | null }>(sql`
		select (select min(sequence) from events where workspace_id = ${workspaceId}) as first,
			(select max(sequence) from events where workspace_id = ${workspaceId}) as last`);
	let low = Number(ends?.first ?? 0);
	let high = Number(ends?.last ?? 0) + 1;
	while (low < high) {
		const middle = Math.floor((low + high) / 2);
		const event = await reader.get<{ sequence: number; timestamp: string }>(sql`
			select sequence, timestamp from events
			where workspace_id = ${workspaceId} and sequence >= ${middle} order by sequence limit 1`);
		if (event && event.timestamp < sooner) low = Number(event.sequence) + 1;
		else high = middle;
	}
	return low;
}
