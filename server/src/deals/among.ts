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
	const parts = Array.from({ length: Math.ceil(ids.length / FEW) }, (_, part) => {
		const some = each(ids.slice(part * FEW, (part + 1) * FEW));
		return (isMeant: Statement) =>
			sql`${some} as few ${joinByIndex(deals, sql`deals.id = few.value ${isMeant}`)}`;
	});
	return firstPlacesOf(reader, parts, all, search);
}

/** Some deals, to stand behind `from`, of which something is true that begins with `and`. */
export type DealsOf = (isMeant: Statement) => Statement;

/** Returns the same places, of deals that are read part by part. */
export async function firstPlacesOf(
	reader: Reader,
	parts: DealsOf[],
	all: Narrowing[],
	{ sort = 'newest', after, limit }: DealSearch,
): Promise<DealPlace[]> {
	const { at, by, isIn, behind } = orders[sort];
	const isMeant = sql`and ${isIn} ${behind(after)} ${conditions(all)}`;
	const yieldIfDue = yieldingRegularly();
	let first: DealPlace[] = [];
	for (const part of parts) {
		const rows = await reader.all<DealPlace>(sql`
			select ${at} as at, deals.id from ${part(isMeant)} order by ${by} ${atMost(limit)}`);
		first = firstPlaces([...first, ...rows], sort, limit);
		await yieldIfDue();
	}
	return first;
}
