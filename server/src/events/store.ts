import type { Reader } from '../database/database';
import { nothing, sql } from '../database/sql';
import { firstSequence } from '../webhooks/firstSequence';

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
