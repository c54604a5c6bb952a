import type { Reader } from '../database/database';
import { sql } from '../database/sql';
import { newId } from '../values/ids';

/**
 * Returns what sorts behind every delivery that a queue has now, and before those that it gets from now on. A new id alone
 * is not enough: where a clock was set back, or another process has one that is ahead, there are newer ids already.
 */
export async function behindAll(reader: Reader, queueId: string): Promise<string> {
	const row = await reader.get<{ last: string | null }>(
		sql`select max(id) as last from deliveries where queue_id = ${queueId}`,
	);
	const next = newId('dlv');
	const last = row?.last ?? '';
	return last < next ? next : `${last}0`;
}
