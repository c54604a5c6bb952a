import type { Reader } from '../database/database';
import { atMost, byIndex, each, joinInOrder, sql, type Statement } from '../database/sql';
import { yieldingRegularly } from '../timing/yieldToEventLoop';
import { findByText } from './findByText';
import { conditions, FEW, type Narrowing, narrowings } from './narrowing';
import { orders } from './orders';
import type { DealPlace, DealSearch } from './search';
import { walk } from './walk';

/**
 * Returns the ids of deals in their order, each found by an index: one filter by its own; of several, the one that leaves
 * few deals is asked and these are looked at; where all of them leave many, deals are looked at in their order, in parts
 * that hold nobody up, until there are enough.
 */
export async function findDealIds(
	reader: Reader,
	workspaceId: string,
	search: DealSearch,
): Promise<string[]> {
	const all = await narrowings(reader, workspaceId, search);
	const { sort = 'newest', limit, after } = search;
	const [only] = all;
	if (sort === 'newest' && only?.newest && all.length === 1)
		return idsOf(await reader.all(only.newest(after?.id, limit)));
	const isCandidate = all.find((each) => each.isCandidate)?.isCandidate;
	const byText = sort === 'newest' && isCandidate !== undefined;
	const few = byText && all.length === 1 ? undefined : await fewest(reader, all);
	if (few) return among(reader, few, all, search);
	if (byText) return findByText(reader, workspaceId, search, isCandidate, all);
	return walk(reader, workspaceId, search, all);
}

/** Returns the ids that one filter leaves, where one leaves few. */
async function fewest(reader: Reader, all: Narrowing[]): Promise<string[] | undefined> {
	const indexed = all.flatMap(({ ids }) => ids ?? []);
	const yieldIfDue = yieldingRegularly();
	let smallest: { ids: Statement; deals: number } | undefined;
	for (const ids of indexed) {
		const row = await reader.get<{ deals: number }>(
			sql`select count(*) as deals from (${ids} ${atMost(FEW + 1)}) as part_of_it`,
		);
		const deals = Number(row?.deals ?? 0);
		if (deals <= FEW && deals < (smallest?.deals ?? Infinity)) smallest = { ids, deals };
		if (deals === 0) return [];
		await yieldIfDue();
	}
	return smallest && idsOf(await reader.all(sql`${smallest.ids} ${atMost(FEW)}`));
}

async function among(
	reader: Reader,
	ids: string[],
	all: Narrowing[],
	{ sort = 'newest', after, limit }: DealSearch,
): Promise<string[]> {
	if (ids.length === 0) return [];
	const order = orders[sort];
	return idsOf(
		await reader.all(sql`
			select deals.id from ${each(ids)} as few
				${joinInOrder} deals ${byIndex(sql`indexed by deals_id`)} on deals.id = few.value
			where ${order.isIn} ${order.behind(after)} ${conditions(all)}
			order by ${order.by} ${atMost(limit)}`),
	);
}

function idsOf(rows: Array<Pick<DealPlace, 'id'>>): string[] {
	return rows.map(({ id }) => id);
}
