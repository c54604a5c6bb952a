import type { Reader } from '../database/database';
import { atMost, nothing, sql, type Statement, wholeNumber } from '../database/sql';
import { dealTexts, greatestNumber, inDisorder, recordOf } from '../database/textIndex';
import { yieldingRegularly } from '../timing/yieldToEventLoop';
import { findBesideIndex } from './findBesideIndex';
import { conditions, type Narrowing, type SearchedText } from './narrowing';
import type { DealSearch } from './search';

/** So many deals are looked at in a few milliseconds, where the text is no rare one and others have the last word. */
const AT_ONCE = 20_000;

/** Returns the ids, newest first, of the deals that mention a text which many do, and that all filters leave. */
export async function findByText(
	reader: Reader,
	workspaceId: string,
	search: DealSearch,
	text: SearchedText,
	all: Narrowing[],
): Promise<string[]> {
	const { after, limit } = search;
	const isBelow = after === undefined ? nothing : sql`and deals.id < ${after.id}`;
	const isMet = sql`${isBelow} ${conditions(all)}`;
	const others = await findBesideIndex(reader, workspaceId, search, text, all);
	const found = new Set(others.map(({ id }) => id));
	const most = inDisorder(reader, limit);
	const enough = found.size + most;
	const newest = await greatestNumber(reader, dealTexts, workspaceId, after?.id);
	const yieldIfDue = yieldingRegularly();
	// Where the text alone decides, the index needs no parts; PostgreSQL would look through its own anew for each.
	const part = all.length === 1 || reader.isRemote ? Infinity : AT_ONCE;
	for (let below = newest + 1; below > 0 && found.size < enough; below -= part) {
		const rows = await reader.all<{ id: string }>(sql`
			select deals.id from deal_index ${recordOf('deals', sql`deal_index.rowid`, isMet)}
			where ${text.isCandidate} ${inPart(below, part)}
			order by deal_index.rowid desc ${atMost(most)}`);
		for (const { id } of rows) found.add(id);
		await yieldIfDue();
	}
	return [...found].sort().reverse().slice(0, limit);
}

function inPart(below: number, part: number): Statement {
	return sql`and deal_index.rowid < ${wholeNumber(below)} and deal_index.rowid >= ${wholeNumber(Math.max(below - part, 0))}`;
}
