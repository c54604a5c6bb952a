import type { Reader } from '../database/database';
import { atMost, nothing, sql } from '../database/sql';
import { findFirstSequence } from '../webhooks/findFirstSequence';
import { type StoredEvent, wholeEvent } from '../webhooks/wholeEvent';
import { scanEvents, unlessAsked } from './scan';
import type { WantedEvents } from './wanted';

/** What a list of events is narrowed by beside what is wanted. */
export type EventSearch = {
	since?: string | undefined;
	before?: number | undefined;
	limit: number;
};

/** Events in JSON, and the sequence before which the next page begins; undefined behind the last. */
export type EventPage = { bodies: string[]; next: number | undefined };

/** Returns events, newest first. */
export async function listEvents(
	reader: Reader,
	workspaceId: string,
	wanted: WantedEvents,
	{ since, before, limit }: EventSearch,
): Promise<EventPage> {
	const from =
		since === undefined
			? undefined
			: { sequence: await findFirstSequence(reader, workspaceId, since), timestamp: since };
	const [type] = wanted.types;
	if (wanted.isFiltered || wanted.types.length > 1) {
		const scan = { start: { before }, since: from, limit };
		const { bodies, last, hasMore } = await scanEvents(reader, workspaceId, wanted, scan);
		return { bodies, next: hasMore ? last : undefined };
	}
	const rows = await reader.all<{ sequence: number } & StoredEvent>(sql`
		select sequence, body, shape from events where workspace_id = ${workspaceId} and type = ${type ?? ''} ${unlessAsked(wanted)}
		${from === undefined ? nothing : sql`and sequence >= ${from.sequence} and timestamp >= ${from.timestamp}`}
		${before === undefined ? nothing : sql`and sequence < ${before}`}
		order by sequence desc ${atMost(limit + 1)}`);
	const shown = rows.slice(0, limit);
	const next = rows.length > limit ? Number(shown.at(-1)?.sequence) : undefined;
	return { bodies: shown.map(wholeEvent), next };
}
