import { limits } from '../limits';

/**
 * Changes many rows, each part in a transaction of its own, until one finds fewer than `limits.rowsAtOnce` or it is
 * aborted.
 *
 * @param part changes up to `limits.rowsAtOnce` rows in a transaction and returns how many
 */
export async function inParts(part: () => Promise<number>, stopping?: AbortSignal): Promise<void> {
	let done = limits.rowsAtOnce;
	while (done === limits.rowsAtOnce && !stopping?.aborted) done = await part();
}
