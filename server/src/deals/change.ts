import type { DealInput, IngestResult } from '../../../contract/types';
import type { AppContext } from '../context';
import { valid } from '../problems/validation';
import { type Ingest, ingestDeal } from './ingest';

/**
 * Creates or changes a deal by hand, on the way every deal takes: checked by the contract, with its events.
 *
 * @throws Refusal with the place and the advice
 */
export function changeDeal(
	fluid: AppContext,
	workspaceId: string,
	input: DealInput,
): Promise<IngestResult> {
	return fluid.write(workspaceId, (context) => changeDealIn(context, input));
}

/** Like `changeDeal`, within a change that does more. */
export function changeDealIn(ingest: Ingest, input: DealInput): Promise<IngestResult> {
	return ingestDeal(ingest, valid<DealInput>('dealInput', input));
}
