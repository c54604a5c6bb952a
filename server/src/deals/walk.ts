import type { Reader } from '../database/database';
import { atMost, sql } from '../database/sql';
import { yieldingRegularly } from '../timing/yieldToEventLoop';
import { conditions, type Narrowing } from './narrowing';
import { orders } from './orders';
import type { DealPlace, DealSearch } from './search';

/** So many deals are looked at in a few milliseconds: in the index alone, or each of them and its text. */
const AT_ONCE = 5_000;
const TEXTS_AT_ONCE = 500;

/** What a walk has found, and behind which deal it goes on; without one, it has found enough or seen all. */
export type Walked = { ids: string[]; next?: DealPlace };

/**
 * Returns the ids of the deals that all filters leave, looking at each in its order until there are enough.
 *
 * @param most parts in which deals are looked at, and as many more where these will likely bring the rest
 */
export async function walk(
	reader: Reader,
	workspaceId: string,
	{ sort = 'newest', after, limit, q }: DealSearch,
	all: Narrowing[],
	most = Infinity,
): Promise<Walked> {
	const { by, at, behind, upTo, ...every } = orders[sort];
	const some = sort === 'newest' ? all.find((each) => each.newestOf)?.newestOf : undefined;
	const { isIn, byIndex } = some ?? every;
	const isOwn = sql`deals.workspace_id = ${workspaceId} and ${isIn}`;
	const atOnce = q === undefined ? AT_ONCE : TEXTS_AT_ONCE;
	const isWhole = all.length === 0;
	const yieldIfDue = yieldingRegularly();
	const ids: string[] = [];
	let from = after;
	for (let part = 0; part < most || isPromising(ids.length / limit, part / most); part += 1) {
		const end: DealPlace | undefined = isWhole
			? undefined
			: await reader.get<DealPlace>(sql`
					select ${at} as at, deals.id from deals ${byIndex} where ${isOwn} ${behind(from)}
					order by ${by} limit 1 offset ${atOnce - 1}`);
		const rows = await reader.all<{ id: string }>(sql`
			select deals.id from deals ${byIndex} where ${isOwn} ${behind(from)} ${upTo(end)} ${conditions(all)}
			order by ${by} ${atMost(limit - ids.length)}`);
		ids.push(...rows.map(({ id }) => id));
		if (!end || ids.length >= limit) return { ids };
		from = end;
		await yieldIfDue();
	}
	return from ? { ids, next: from } : { ids };
}

/** Who goes on as before will have found all behind twice as many parts at most: to begin in another way would take longer. */
function isPromising(found: number, looked: number): boolean {
	return looked < 2 && 2 * found >= looked;
}
