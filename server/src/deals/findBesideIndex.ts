import type { Reader } from '../database/database';
import { atMost, sql } from '../database/sql';
import { dealTexts, lateRecords } from '../database/textIndex';
import { findOfRenamed } from './findOfRenamed';
import { conditions, type Narrowing, type SearchedText } from './narrowing';
import { orders } from './orders';
import type { DealPlace, DealSearch } from './search';

/**
 * Returns the first places among the deals that the index of texts does not have as they are now, and among those of renamed
 * companies, of those that all filters leave.
 */
export async function findBesideIndex(
	reader: Reader,
	workspaceId: string,
	search: DealSearch,
	{ renamed }: SearchedText,
	all: Narrowing[],
): Promise<DealPlace[]> {
	const { sort = 'newest', after, limit, q = '' } = search;
	const { at, by, isIn, behind } = orders[sort];
	const isMet = sql`and ${isIn} ${behind(after)} ${conditions(all)}`;
	const late = await reader.all<DealPlace>(sql`
		select ${at} as at, deals.id from ${lateRecords(dealTexts, workspaceId, q, isMet)}
		order by ${by} ${atMost(limit)}`);
	return [...late, ...(await findOfRenamed(reader, workspaceId, renamed, search, all))];
}
