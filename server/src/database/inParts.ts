import type { Database, Transaction } from './database';

/** Few enough that nobody waits for them. */
export const ROWS_AT_ONCE = 500;

/**
 * Changes many rows, each part in a transaction of its own, until one finds fewer than `ROWS_AT_ONCE` or it is told to
 * stop.
 *
 * @param part changes up to `ROWS_AT_ONCE` rows and returns how many
 */
export async function inParts(
	database: Database,
	part: (transaction: Transaction) => Promise<number>,
	stopping?: AbortSignal,
): Promise<void> {
	let done = ROWS_AT_ONCE;
	while (done === ROWS_AT_ONCE && !stopping?.aborted) done = await database.write(part);
}
