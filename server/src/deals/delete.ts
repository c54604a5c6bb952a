import type { Deal } from '../../../contract/types';
import { publishDeal } from '../events/publish';
import { recordDeletion } from '../runs/record';
import { listPipelines } from '../pipelines/store';
import type { Ingest } from './ingest';
import { getDeal } from './get';
import { renderDeal } from './render';
import { removeDeal } from './store';

/**
 * Deletes a deal with its notes, records that, and returns it last was.
 *
 * @throws deal_not_found
 */
export async function deleteDeal(ingest: Ingest, id: string): Promise<Deal> {
	const { transaction, workspaceId, publicUrl, now } = ingest;
	const deal = await getDeal(transaction, workspaceId, id);
	const pipelines = await listPipelines(transaction, workspaceId);
	await removeDeal(transaction, workspaceId, deal.row);
	await recordDeletion(ingest, id);
	const last = renderDeal(deal, { pipelines, publicUrl, now });
	await publishDeal(ingest, 'deal.deleted', last);
	return last;
}
