import { repeatedly } from '../timing/repeatedly';
import type { Database } from './database';
import { contactTexts, countLate, dealTexts, indexSome } from './textIndex';

/** Often enough that a search reads all that waits under a flood, too. */
const EVERY_MS = 100;

/** Fewer than this a search reads by itself in a few milliseconds. */
const WORTH_IT = 500;

/**
 * Brings the indexes of texts up to date behind the changes, a few records at a time. Returns what stops it.
 *
 * @param report is called with what went wrong; the next time tries again
 */
export function keepTextsIndexed(
	database: Database,
	report: (reason: unknown) => void,
): () => Promise<void> {
	return repeatedly(EVERY_MS, (stopping) => indexTexts(database, { stopping }), report);
}

/** How indexing goes on: until it is aborted, while enough waits to be worth it. */
type Indexing = { stopping?: AbortSignal; worthIt?: number };

/** Brings into the indexes what waits to be. */
export async function indexTexts(
	database: Database,
	{ stopping, worthIt = WORTH_IT }: Indexing = {},
): Promise<void> {
	for (const index of [dealTexts, contactTexts])
		while (!stopping?.aborted && (await countLate(database, index)) >= worthIt)
			await database.writeService((transaction) => indexSome(transaction, index));
}
