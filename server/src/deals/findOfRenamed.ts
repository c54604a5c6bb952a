import type { Reader } from '../database/database';
import { yieldingRegularly } from '../timing/yieldToEventLoop';
import { among, FEW } from './among';
import type { Narrowing } from './narrowing';
import { firstPlaces } from './orders';
import { ofRenamed } from './renamed';
import type { DealPlace, DealSearch } from './search';

/** Returns the first places among the deals of renamed companies that have not shown the new name, of those that all filters leave. */
export async function findOfRenamed(
	reader: Reader,
	workspaceId: string,
	companies: string[],
	search: DealSearch,
	all: Narrowing[],
): Promise<DealPlace[]> {
	if (companies.length === 0) return [];
	const { sort = 'newest', after, limit } = search;
	const isNewest = sort === 'newest';
	const yieldIfDue = yieldingRegularly();
	let found: DealPlace[] = [];
	for (let below = isNewest ? after?.id : undefined; ; ) {
		const part = await reader.all<{ id: string }>(ofRenamed(workspaceId, companies, FEW, below));
		const ids = part.map(({ id }) => id);
		found = firstPlaces([...found, ...(await among(reader, ids, all, search))], sort, limit);
		if (ids.length < FEW || (isNewest && found.length === limit)) return found;
		below = ids.at(-1);
		await yieldIfDue();
	}
}
