import { eventNames } from '../../../contract/events';
import type { Event } from '../../../contract/types';
import type { Reader } from '../database/database';
import { atMost, list, nothing, sql, type Statement } from '../database/sql';
import { yieldingRegularly } from '../timing/yieldToEventLoop';
import { type StoredEvent, wholeEvent } from '../webhooks/wholeEvent';
import { isWanted, type WantedEvents } from './wanted';

/** Where a search begins, and how much it may find. */
export type Scan = {
	/** Forward from behind a sequence, or backward from before one. */
	start: { after: number } | { before: number | undefined };
	/** Nothing that happened before this. */
	since?: { sequence: number; timestamp: string } | undefined;
	limit: number;
};

/** What a search found, and how far it came: the sequence of the last event it looked at, undefined when there is none. */
export type Scanned = { bodies: string[]; last: number | undefined; hasMore: boolean };

const AT_ONCE = 200;

/** So many events are looked at for one answer; where few fit, the next request goes on behind them. */
const MOST_LOOKED_AT = 2_000;

/** Returns events of a workspace that are wanted, in the order of their sequences or against it. */
export async function scanEvents(
	reader: Reader,
	workspaceId: string,
	wanted: WantedEvents,
	{ start, since, limit }: Scan,
): Promise<Scanned> {
	const yieldIfDue = yieldingRegularly();
	const bodies: string[] = [];
	let place = start;
	let last: number | undefined;
	const takesAll = !wanted.isFiltered && wanted.types.length === eventNames.length;
	for (let looked = 0; looked < MOST_LOOKED_AT; looked += AT_ONCE) {
		const atOnce = takesAll ? Math.min(AT_ONCE, limit - bodies.length) : AT_ONCE;
		const rows = await reader.all<
			{ sequence: number; body: string | null } & Pick<StoredEvent, 'shape'>
		>(sql`
			select sequence, shape, case when type in ${list(wanted.types)} ${unlessAsked(wanted)} then body end as body
			from events
			where workspace_id = ${workspaceId} ${behind(place)}
			${since === undefined ? nothing : sql`and sequence >= ${since.sequence} and timestamp >= ${since.timestamp}`}
			${'after' in place ? sql`order by sequence` : sql`order by sequence desc`} ${atMost(atOnce + 1)}`);
		for (const { sequence, body, shape } of rows.slice(0, atOnce)) {
			if (bodies.length === limit) return { bodies, last, hasMore: true };
			last = Number(sequence);
			if (body !== null && fits(body, wanted)) bodies.push(wholeEvent({ body, shape }));
			await yieldIfDue();
		}
		if (rows.length <= atOnce) return { bodies, last, hasMore: false };
		if (bodies.length === limit) break;
		place = 'after' in place ? { after: last as number } : { before: last };
	}
	return { bodies, last, hasMore: true };
}

/** Returns what leaves out the events of registered proofs, and of undoing runs, unless they are wanted. */
export function unlessAsked({ hasProofs, hasUndone }: WantedEvents): Statement {
	return sql`${hasProofs ? nothing : sql`and proof_id is null`} ${hasUndone ? nothing : sql`and undo = 0`}`;
}

function behind(place: Scan['start']): Statement {
	if ('after' in place) return sql`and sequence > ${place.after}`;
	return place.before === undefined ? nothing : sql`and sequence < ${place.before}`;
}

function fits(body: string, wanted: WantedEvents): boolean {
	return !wanted.isFiltered || isWanted(JSON.parse(body) as Event, wanted);
}
