import type { Reader } from '../database/database';
import { atMost, nothing, sql, type Statement, wholeNumber } from '../database/sql';
import {
	dealTexts,
	greatestNumber,
	inDisorder,
	lateRecords,
	recordOf,
} from '../database/textIndex';
import { yieldingRegularly } from '../timing/yieldToEventLoop';
import { findOfRenamed } from './findOfRenamed';
import { conditions, type Narrowing, type SearchedText } from './narrowing';
import { firstPlaces, orders } from './orders';
import type { DealPlace, DealSearch } from './search';

/** So many deals are looked at in a few milliseconds, where the text is no rare one and others have the last word. */
const AT_ONCE = 20_000;
/** So many where all of them are looked at, however many mention the text. */
const IN_ORDER_AT_ONCE = 2_000;

/** Returns the ids, newest first, of the deals that mention a text which many do, and that all filters leave. */
export async function findByText(
	reader: Reader,
	workspaceId: string,
	search: DealSearch,
	{ isCandidate, renamed }: SearchedText,
	all: Narrowing[],
): Promise<string[]> {
	const { after, limit, q = '' } = search;
	const isBelow = after === undefined ? nothing : sql`and deals.id < ${after.id}`;
	const isMet = sql`${isBelow} ${conditions(all)}`;
	const late = await reader.all<{ id: string }>(
		sql`select deals.id from ${lateRecords(dealTexts, workspaceId, q, isMet)}`,
	);
	const others = await findOfRenamed(reader, workspaceId, renamed, search, all);
	const found = new Set([...late, ...others].map(({ id }) => id));
	const most = inDisorder(reader, limit);
	const enough = found.size + most;
	const newest = await greatestNumber(reader, dealTexts, workspaceId, after?.id);
	const yieldIfDue = yieldingRegularly();
	// Where the text alone decides, the index needs no parts; PostgreSQL would look through its own anew for each.
	const part = all.length === 1 || reader.isRemote ? Infinity : AT_ONCE;
	for (let below = newest + 1; below > 0 && found.size < enough; below -= part) {
		const rows = await reader.all<{ id: string }>(sql`
			select deals.id from deal_index ${recordOf('deals', sql`deal_index.rowid`, isMet)}
			where ${isCandidate} ${inPart(below, part)}
			order by deal_index.rowid desc ${atMost(most)}`);
		for (const { id } of rows) found.add(id);
		await yieldIfDue();
	}
	return [...found].sort().reverse().slice(0, limit);
}

/** Returns the ids, in their order, of the same deals: all that may mention the text are looked at. */
export async function findAllByText(
	reader: Reader,
	workspaceId: string,
	search: DealSearch,
	{ isCandidate, renamed }: SearchedText,
	all: Narrowing[],
): Promise<string[]> {
	const { sort = 'newest', after, limit, q = '' } = search;
	const { at, by, isIn, behind } = orders[sort];
	const isMet = sql`and ${isIn} ${behind(after)} ${conditions(all)}`;
	const first = sql`order by ${by} ${atMost(limit)}`;
	const late = await reader.all<DealPlace>(
		sql`select ${at} as at, deals.id from ${lateRecords(dealTexts, workspaceId, q, isMet)} ${first}`,
	);
	const others = await findOfRenamed(reader, workspaceId, renamed, search, all);
	const found = new Map([...late, ...others].map((place) => [place.id, place]));
	const newest = await reader.get<{ number: number | null }>(
		sql`select max(number) as number from deals`,
	);
	const yieldIfDue = yieldingRegularly();
	const part = reader.isRemote ? Infinity : IN_ORDER_AT_ONCE;
	for (let below = Number(newest?.number ?? 0) + 1; below > 0; below -= part) {
		const rows = await reader.all<DealPlace>(sql`
			select ${at} as at, deals.id from deal_index
				${recordOf('deals', sql`deal_index.rowid`, isMet)}
			where ${isCandidate} ${inPart(below, part)} ${first}`);
		for (const place of rows) found.set(place.id, place);
		await yieldIfDue();
	}
	return firstPlaces([...found.values()], sort, limit).map(({ id }) => id);
}

function inPart(below: number, part: number): Statement {
	return sql`and deal_index.rowid < ${wholeNumber(below)} and deal_index.rowid >= ${wholeNumber(Math.max(below - part, 0))}`;
}
