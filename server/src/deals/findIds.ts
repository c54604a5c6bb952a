import type { Reader } from '../database/database';
import { atMost, sql, type Statement } from '../database/sql';
import { yieldingRegularly } from '../timing/yieldToEventLoop';
import { among, FEW } from './among';
import { findByText } from './findByText';
import { findAllInOrder, findSomeInOrder } from './findInOrderByText';
import { type Narrowing, planNarrowings } from './narrowing';
import type { DealPlace, DealSearch } from './search';
import { walk } from './walk';

/** So many are looked at, in parts, sooner than all there are. */
const SOME = 10_000;
/** Before that, deals are looked at in their order in so many parts: where many match, the first are soon found. */
const FIRST_PARTS = 2;
const FIRST_PARTS_OF_TEXTS = 10;

/**
 * Returns the ids of deals in their order, each found by an index: one filter by its own; of several, the one that leaves
 * few deals is asked and these are looked at; where all of them leave many, deals are looked at in their order, in parts
 * that hold nobody up, until there are enough. Where some thousands may mention the text, these are looked at before; where
 * the first in their order are not the ones, those that one filter leaves, if they are some thousands, or that may mention it.
 */
export async function findDealIds(
	reader: Reader,
	workspaceId: string,
	search: DealSearch,
): Promise<string[]> {
	const all = await planNarrowings(reader, workspaceId, search);
	const { sort = 'newest', limit, after } = search;
	const [only] = all;
	if (sort === 'newest' && only?.newest && all.length === 1)
		return idsOf(await reader.all(only.newest(after?.id, limit)));
	const text = all.find((each) => each.text)?.text;
	const byText = sort === 'newest' && text !== undefined;
	const few = byText && all.length === 1 ? undefined : await fewest(reader, all, FEW);
	if (few) return idsOf(await among(reader, few, all, search));
	if (byText) return findByText(reader, workspaceId, search, text, all);
	const some = text && (await findSomeInOrder(reader, workspaceId, search, text, all));
	if (some) return some;
	const parts = text ? FIRST_PARTS_OF_TEXTS : FIRST_PARTS;
	const { ids, next } = await walk(reader, workspaceId, search, all, parts);
	if (!next) return ids;
	const rest = { ...search, after: next, limit: limit - ids.length };
	return [...ids, ...(await findRest(reader, workspaceId, rest, all))];
}

async function findRest(
	reader: Reader,
	workspaceId: string,
	search: DealSearch,
	all: Narrowing[],
): Promise<string[]> {
	const text = all.find((each) => each.text)?.text;
	const byIndexAlone = all.filter((each) => !each.text);
	const some = await fewest(reader, byIndexAlone, SOME);
	if (some) return idsOf(await among(reader, some, all, search));
	if (text) return findAllInOrder(reader, workspaceId, search, text, all);
	return (await walk(reader, workspaceId, search, all)).ids;
}

/** Returns the ids that one filter leaves, where one leaves no more than so many. */
async function fewest(
	reader: Reader,
	all: Narrowing[],
	most: number,
): Promise<string[] | undefined> {
	const indexed = all.flatMap(({ ids }) => ids?.(most + 1) ?? []);
	const yieldIfDue = yieldingRegularly();
	let smallest: { ids: Statement; deals: number } | undefined;
	for (const ids of indexed) {
		const row = await reader.get<{ deals: number }>(
			sql`select count(*) as deals from (${ids} ${atMost(most + 1)}) as part_of_it`,
		);
		const deals = Number(row?.deals ?? 0);
		if (deals <= most && deals < (smallest?.deals ?? Infinity)) smallest = { ids, deals };
		if (deals === 0) return [];
		await yieldIfDue();
	}
	return smallest && idsOf(await reader.all(sql`${smallest.ids} ${atMost(most)}`));
}

function idsOf(rows: Array<Pick<DealPlace, 'id'>>): string[] {
	return rows.map(({ id }) => id);
}
