import type { Reader } from '../database/database';
import { atMost, sql } from '../database/sql';
import { yieldingRegularly } from '../timing/yieldToEventLoop';
import { conditions, type Narrowing } from './narrowing';
import { orders } from './orders';
import type { DealPlace, DealSearch } from './search';

/** So many deals are looked at in a few milliseconds: in the index alone, or each of them and its text. */
const AT_ONCE = 5_000;
const TEXTS_AT_ONCE = 500;

/** Returns the ids of the deals that all filters leave, looking at each in its order until there are enough. */
export async function walk(
	reader: Reader,
	workspaceId: string,
	{ sort = 'newest', after, limit, q }: DealSearch,
	all: Narrowing[],
): Promise<string[]> {
	const { by, at, behind, upTo, ...every } = orders[sort];
	const some = sort === 'newest' ? all.find((each) => each.newestOf)?.newestOf : undefined;
	const { isIn, byIndex } = some ?? every;
	const isOwn = sql`deals.workspace_id = ${workspaceId} and ${isIn}`;
	const part = q === undefined ? AT_ONCE : TEXTS_AT_ONCE;
	const isWhole = all.length === 0;
	const yieldIfDue = yieldingRegularly();
	const found: string[] = [];
	for (let from = after; ; ) {
		const end: DealPlace | undefined = isWhole
			? undefined
			: await reader.get<DealPlace>(sql`
					select ${at} as at, deals.id from deals ${byIndex} where ${isOwn} ${behind(from)}
					order by ${by} limit 1 offset ${part - 1}`);
		const rows = await reader.all<{ id: string }>(sql`
			select deals.id from deals ${byIndex} where ${isOwn} ${behind(from)} ${upTo(end)} ${conditions(all)}
			order by ${by} ${atMost(limit - found.length)}`);
		found.push(...rows.map(({ id }) => id));
		if (!end || found.length >= limit) return found;
		from = end;
		await yieldIfDue();
	}
}
