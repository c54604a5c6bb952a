import { yieldingRegularly } from '../timing/yieldToEventLoop';
import type { Reader } from '../database/database';
import { atMost, sql, type Statement } from '../database/sql';

/** Few enough that nobody waits for them. */
const AT_ONCE = 5_000;

/**
 * Yields the keys that stand there twice, in their order. Hundreds of thousands are read in parts, between which
 * everything else goes on.
 *
 * @param keysFrom selects the keys (as `key`) from one on, in their order
 */
export async function* repeatedKeys(
	reader: Reader,
	keysFrom: (first: string) => Statement,
): AsyncGenerator<string> {
	const yieldIfDue = yieldingRegularly();
	let last: string | undefined;
	for (let from = ''; ; ) {
		const part = sql`${keysFrom(from)} ${atMost(AT_ONCE)}`;
		const repeated = await reader.all<{ key: string }>(sql`
			select key from (${part}) as part group by key having count(*) > 1 order by key`);
		for (const { key } of repeated) {
			if (key !== last) yield key;
			last = key;
			await yieldIfDue();
		}
		const end = await reader.get<{ key: string; rows: number }>(sql`
			select max(key) as key, count(*) as rows from (${part}) as part`);
		if (!end || end.rows < AT_ONCE) return;
		// A part of one key alone would come again for ever.
		from = end.key === from ? `${end.key}\u0000` : end.key;
		await yieldIfDue();
	}
}
