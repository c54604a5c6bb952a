import type { Reader } from '../database/database';
import { atMost, byIndex, each, joinByIndex, sql, type Statement } from '../database/sql';
import { yieldingRegularly } from '../timing/yieldToEventLoop';
import { conditions, type Narrowing } from './narrowing';
import { firstPlaces, orders } from './orders';
import type { DealPlace, DealSearch } from './search';

/** So few deals are read and sorted in a few milliseconds. */
export const FEW = 1_000;

/** Returns the places of those of some deals that all filters leave, in their order. */
export function among(
	reader: Reader,
	ids: string[],
	all: Narrowing[],
	search: DealSearch,
): Promise<DealPlace[]> {
	const deals = sql`deals ${byIndex(sql`indexed by deals_id`)}`;
	return firstOf(reader, ids, { deals, isOne: sql`deals.id = few.value` }, all, search);
}

/** The same of deals of a workspace that stand under numbers, as the index of texts has them. */
export function amongNumbers(
	reader: Reader,
	workspaceId: string,
	numbers: string[],
	all: Narrowing[],
	search: DealSearch,
): Promise<DealPlace[]> {
	const isOne = sql`deals.number = few.value and deals.workspace_id = ${workspaceId}`;
	return firstOf(reader, numbers, { deals: sql`deals`, isOne }, all, search);
}

/** Where a deal is looked up, and by which of its values. */
type LookUp = { deals: Statement; isOne: Statement };

async function firstOf(
	reader: Reader,
	values: string[],
	{ deals, isOne }: LookUp,
	all: Narrowing[],
	{ sort = 'newest', after, limit }: DealSearch,
): Promise<DealPlace[]> {
	const { at, by, isIn, behind } = orders[sort];
	const isMeant = sql`${isOne} and ${isIn} ${behind(after)} ${conditions(all)}`;
	const yieldIfDue = yieldingRegularly();
	let first: DealPlace[] = [];
	for (let from = 0; from < values.length; from += FEW) {
		const rows = await reader.all<DealPlace>(sql`
			select ${at} as at, deals.id from ${each(values.slice(from, from + FEW))} as few
				${joinByIndex(deals, isMeant)}
			order by ${by} ${atMost(limit)}`);
		first = firstPlaces([...first, ...rows], sort, limit);
		await yieldIfDue();
	}
	return first;
}
