import type { DealInput } from '../../../../contract/types';
import type { RowDeal } from './deal';
import type { Rejection } from './rejected';
import type { CsvRow } from './csvFile';

/** Deals that are sent together, with the rows they come from, and rows of the same stretch that mean none. */
export type Batch = { deals: DealInput[]; rows: CsvRow[]; rejections: Rejection[] };

/** The service takes 5 MB at once. */
const MOST_BYTES = 4_000_000;

const TOO_LONG = 'This row is longer than 4 MB, which is more than can be sent. Shorten its cells.';

/**
 * Returns the rows as batches of deals. Where the file breaks off, the batch that was begun is not given: a row of it
 * that is sent now would be doubled once the file is repaired.
 */
export async function* batches(
	rows: AsyncIterable<CsvRow>,
	dealOf: (row: CsvRow) => RowDeal,
	size: number,
): AsyncGenerator<Batch> {
	let batch = empty();
	let bytes = 0;
	for await (const row of rows) {
		const outcome = dealOf(row);
		if ('faults' in outcome) {
			batch.rejections.push({ row, reason: outcome.faults.map(({ detail }) => detail).join(' ') });
		} else {
			const length = Buffer.byteLength(JSON.stringify(outcome.deal)) + 1;
			if (length > MOST_BYTES) {
				batch.rejections.push({ row, reason: TOO_LONG });
				continue;
			}
			if (bytes + length > MOST_BYTES && batch.deals.length > 0) {
				yield batch;
				batch = empty();
				bytes = 0;
			}
			batch.deals.push(outcome.deal);
			batch.rows.push(row);
			bytes += length;
		}
		if (batch.deals.length === size || batch.rejections.length === size) {
			yield batch;
			batch = empty();
			bytes = 0;
		}
	}
	if (batch.deals.length + batch.rejections.length > 0) yield batch;
}

function empty(): Batch {
	return { deals: [], rows: [], rejections: [] };
}
