import type { Reader } from '../database/database';
import { sql } from '../database/sql';
import { invalidInput, problem } from '../problems/problems';
import { findFirstSequence } from '../webhooks/findFirstSequence';
import { isMadeSince, keptSince } from '../webhooks/keptSince';
import { scanEvents } from './scan';
import type { WantedEvents } from './wanted';

/**
 * Returns the answer to a walk forward, in JSON: events in the order in which they were committed, none left out. One
 * process writes at a time, and numbers and commits are in the same order, so that nothing appears behind a number later.
 *
 * @throws cursor_expired when events behind the sequence are no longer kept, invalid_input when there is no such sequence
 */
export async function eventsAfter(
	reader: Reader,
	workspaceId: string,
	wanted: WantedEvents,
	{ after, limit }: { after: number; limit: number },
	now: Date,
): Promise<string> {
	await checkKept(reader, workspaceId, after, now);
	const { bodies, last, hasMore } = await scanEvents(reader, workspaceId, wanted, {
		start: { after },
		limit,
	});
	return `{"data":[${bodies.join(',')}],"next_after":${last ?? after},"has_more":${hasMore}}`;
}

/** What waits to be delivered is kept for longer, so that what is there behind a gap may be younger than what is gone. */
async function checkKept(
	reader: Reader,
	workspaceId: string,
	after: number,
	now: Date,
): Promise<void> {
	const since = keptSince(now);
	const next = await reader.get<{ sequence: number; timestamp: string }>(sql`
		select sequence, timestamp from events
		where workspace_id = ${workspaceId} and sequence > ${after} order by sequence limit 1`);
	if (next && Number(next.sequence) === after + 1 && next.timestamp >= since) return;
	const newest = await countedTo(reader, workspaceId);
	if (after > newest) throw notYet(after, newest);
	const oldest = (await firstKept(reader, workspaceId, since)) ?? newest + 1;
	if (after + 1 >= oldest) return;
	// Its first event may have a high number, from when all workspaces were counted together.
	if (await isMadeSince(reader, workspaceId, since)) return;
	const detail = `Events behind ${after} are no longer kept. The oldest that is kept has the sequence ${oldest}: to begin with it, send after=${oldest - 1}.`;
	throw problem('cursor_expired', detail, { params: { after, oldest } });
}

async function firstKept(
	reader: Reader,
	workspaceId: string,
	since: string,
): Promise<number | undefined> {
	const row = await reader.get<{ sequence: number }>(sql`
		select sequence from events
		where workspace_id = ${workspaceId} and sequence >= ${await findFirstSequence(reader, workspaceId, since)}
			and timestamp >= ${since}
		order by sequence limit 1`);
	return row && Number(row.sequence);
}

/** Returns the number of the newest event there ever was, also when it is no longer kept. */
async function countedTo(reader: Reader, workspaceId: string): Promise<number> {
	const row = await reader.get<{ sequence: number }>(
		sql`select sequence from counters where workspace_id = ${workspaceId}`,
	);
	return Number(row?.sequence ?? 0);
}

function notYet(after: number, newest: number) {
	const detail = `No event has the sequence ${after} yet: the newest has ${newest}. If the database was restored from a backup, begin with after=${newest}.`;
	return invalidInput([{ pointer: '/after', detail }]);
}
