import type { BulkInput, DealInput } from '../../../contract/types';
import { eachAlone } from '../bulk/eachAlone';
import { valid, validList } from '../problems/validation';
import { type Ingest, ingestDeal } from './ingest';
import type { BulkOptions, BulkOutcome } from '../context';

/**
 * Ingests each deal by itself, in order; one that is refused leaves the others alone.
 *
 * @throws invalid_input when the list itself is not one of 1 to 1,000 deals, or, when atomic, if any deal is refused
 */
export function ingestBulk(
	ingest: Ingest,
	body: unknown,
	options: BulkOptions,
): Promise<BulkOutcome> {
	const { deals } = validList<BulkInput>('bulkInput', body, 'deals');
	const save = async (item: Ingest, input: unknown) => {
		const result = await ingestDeal(item, valid<DealInput>('dealInput', input));
		const { notes: _notes, ...deal } = result.deal;
		return { ...result, deal };
	};
	return eachAlone(ingest, 'deals', deals, save, options);
}
