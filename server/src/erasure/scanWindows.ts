import type { Reader } from '../database/database';
import { sql } from '../database/sql';
import { yieldingRegularly } from '../timing/yieldToEventLoop';

/** Rows that are read in one go; what is done with each, some tenths of a millisecond, may be interrupted. */
const AT_ONCE = 100;

/** What is called after each row: it lets everything else go on now and then. */
type YieldIfDue = () => Promise<void>;

/**
 * Calls back for each stretch of a workspace's events behind a sequence, and returns the last sequence there is.
 *
 * @param look looks at the events behind the first and up to the last of two sequences
 */
export async function eachStretchOfEvents(
	reader: Reader,
	workspaceId: string,
	after: number,
	look: (from: number, to: number, yieldIfDue: YieldIfDue) => Promise<void>,
): Promise<number> {
	const row = await reader.get<{ first: number | null; last: number | null }>(sql`
		select (select sequence from events where workspace_id = ${workspaceId} and sequence > ${after}
				order by sequence limit 1) as first,
			(select sequence from events where workspace_id = ${workspaceId}
				order by sequence desc limit 1) as last`);
	if (row?.first === undefined || row.first === null) return after;
	const last = Number(row.last);
	const yieldIfDue = yieldingRegularly();
	for (let from = Number(row.first) - 1; from < last; from += AT_ONCE) {
		await look(from, Math.min(last, from + AT_ONCE), yieldIfDue);
		await yieldIfDue();
	}
	return last;
}

/**
 * Calls back for each stretch of something that is listed by ids or keys.
 *
 * @param end returns the last of up to so many ids behind one, undefined at the end
 */
export async function eachStretch(
	end: (after: string, most: number) => Promise<string | undefined>,
	look: (after: string, to: string, yieldIfDue: YieldIfDue) => Promise<void>,
): Promise<void> {
	const yieldIfDue = yieldingRegularly();
	for (let after = ''; ; ) {
		const to = await end(after, AT_ONCE);
		if (to === undefined) return;
		await look(after, to, yieldIfDue);
		await yieldIfDue();
		after = to;
	}
}
