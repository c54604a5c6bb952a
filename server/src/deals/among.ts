import type { Reader } from '../database/database';
import { atMost, byIndex, each, joinByIndex, sql } from '../database/sql';
import { yieldingRegularly } from '../timing/yieldToEventLoop';
import { conditions, type Narrowing } from './narrowing';
import { firstPlaces, orders } from './orders';
import type { DealPlace, DealSearch } from './search';

/** So few deals are read and sorted in a few milliseconds. */
export const FEW = 1_000;

/** Returns the places of those of some deals that all filters leave, in their order. */
export async function among(
	reader: Reader,
	ids: string[],
	all: Narrowing[],
	{ sort = 'newest', after, limit }: DealSearch,
): Promise<DealPlace[]> {
	const { at, by, isIn, behind } = orders[sort];
	const isMeant = sql`deals.id = few.value and ${isIn} ${behind(after)} ${conditions(all)}`;
	const yieldIfDue = yieldingRegularly();
	let first: DealPlace[] = [];
	for (let from = 0; from < ids.length; from += FEW) {
		const rows = await reader.all<DealPlace>(sql`
			select ${at} as at, deals.id from ${each(ids.slice(from, from + FEW))} as few
				${joinByIndex(sql`deals ${byIndex(sql`indexed by deals_id`)}`, isMeant)}
			order by ${by} ${atMost(limit)}`);
		first = firstPlaces([...first, ...rows], sort, limit);
		await yieldIfDue();
	}
	return first;
}
