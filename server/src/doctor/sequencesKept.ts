import { sql } from '../database/sql';
import { findFirstSequence } from '../webhooks/findFirstSequence';
import { keptSince } from '../webhooks/keptSince';
import { type Check, inEachWorkspace } from './check';

const AT_ONCE = 5_000;

type Ends = { counted: number | null; first: number | null; last: number | null };

/** Events are numbered without a gap, and the counter stands at the last. */
export const sequencesKept: Check = {
	name: 'sequences',
	promise: 'events are numbered without a gap',
	advice:
		'What reads events forward would miss these. Restore the last backup in which nothing is missing, or go on and tell receivers to compare with GET /api-deals.',
	find: (examined) =>
		inEachWorkspace(examined, async (workspaceId) => {
			const { reader, now } = examined;
			const since = keptSince(now);
			const isOf = sql`workspace_id = ${workspaceId}`;
			const sentences: string[] = [];
			const from = await findFirstSequence(reader, workspaceId, since);
			const ends = (await reader.get<Ends>(sql`
				select (select sequence from counters where ${isOf}) as counted,
					(select min(sequence) from events where ${isOf} and sequence >= ${from} and timestamp >= ${since}) as first,
					(select max(sequence) from events where ${isOf}) as last`)) as Ends;
			const [counted, last] = [Number(ends.counted ?? 0), Number(ends.last ?? 0)];
			if (counted < last)
				sentences.push(
					`The counter stands at ${counted}, but there is an event ${last}: the next events would have numbers that are taken.`,
				);
			if (ends.first === null) return { looked: 0, sentences };
			if (counted > last)
				sentences.push(`Events ${last + 1} to ${counted} are missing: they were counted.`);
			const first = Number(ends.first);
			for (let at = first; at < last; at += AT_ONCE) {
				const gaps = await reader.all<{ sequence: number; before: number | null }>(sql`
					select sequence, before from (
						select sequence, lag(sequence) over (order by sequence) as before from events
						where ${isOf} and sequence >= ${at} and sequence <= ${at + AT_ONCE}) as pairs
					where before is not null and sequence <> before + 1`);
				for (const { sequence, before } of gaps)
					sentences.push(
						`Events ${Number(before) + 1} to ${Number(sequence) - 1} are missing between others of the last 30 days.`,
					);
			}
			return { looked: last - first + 1, sentences };
		}),
};
