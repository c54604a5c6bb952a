import type { Reader } from '../database/database';
import { atMost, joinInOrder, nothing, sql, type Statement, wholeNumber } from '../database/sql';
import { dealTexts, lateRecords } from '../database/textIndex';
import { yieldingRegularly } from '../timing/yieldToEventLoop';
import { conditions, type Narrowing } from './narrowing';
import type { DealSearch } from './search';

/** So many deals are looked at in a few milliseconds, where the text is no rare one and others have the last word. */
const AT_ONCE = 20_000;

/** Returns the ids, newest first, of the deals that mention a text which many do, and that all filters leave. */
export async function findByText(
	reader: Reader,
	workspaceId: string,
	{ after, limit, q = '' }: DealSearch,
	isCandidate: Statement,
	all: Narrowing[],
): Promise<string[]> {
	const isMet = conditions(all);
	const isBelow = after === undefined ? nothing : sql`and deals.id < ${after.id}`;
	const late = await reader.all<{ id: string }>(
		sql`select deals.id from ${lateRecords(dealTexts, workspaceId, q)} where 1 = 1 ${isBelow} ${isMet}`,
	);
	const found = new Set(late.map(({ id }) => id));
	const enough = found.size + limit;
	const newest = await reader.get<{ number: number | null }>(sql`
		select max(number) as number from deals where number <= coalesce(
			(select number from deals where id < ${after?.id ?? '~'} order by id desc limit 1), 0)`);
	const yieldIfDue = yieldingRegularly();
	// Where the text alone decides, the index needs no parts.
	const part = all.length === 1 ? Infinity : AT_ONCE;
	for (
		let below = Number(newest?.number ?? 0) + 1;
		below > 0 && found.size < enough;
		below -= part
	) {
		const rows = await reader.all<{ id: string }>(sql`
			select deals.id from deal_index ${joinInOrder} deals on deals.number = deal_index.rowid
			where ${isCandidate} and deal_index.rowid < ${wholeNumber(below)}
				and deal_index.rowid >= ${wholeNumber(Math.max(below - part, 0))} ${isBelow} ${isMet}
			order by deal_index.rowid desc ${atMost(limit)}`);
		for (const { id } of rows) found.add(id);
		await yieldIfDue();
	}
	return [...found].sort().reverse().slice(0, limit);
}
