import type { Deal } from '../../../contract/types';
import { publishDeal } from '../events/publish';
import { listPipelines } from '../pipelines/store';
import { problem } from '../problems/problems';
import type { Ingest } from './ingest';
import { renderDeal } from './render';
import { findDeal, removeDeal } from './store';

/**
 * Deletes a deal with its notes, records that, and returns it last was.
 *
 * @throws deal_not_found
 */
export async function deleteDeal(ingest: Ingest, id: string): Promise<Deal> {
	const { transaction, workspaceId, publicUrl, now } = ingest;
	const deal = await findDeal(transaction, workspaceId, id);
	if (!deal) throw problem('deal_not_found', noDeal(id), { params: { id } });
	const pipelines = await listPipelines(transaction, workspaceId);
	await removeDeal(transaction, workspaceId, id);
	const last = renderDeal(deal, { pipelines, publicUrl, now });
	await publishDeal(ingest, 'deal.deleted', last);
	return last;
}

/** Returns what to do about an id that no deal has. */
export function noDeal(id: string): string {
	return `No deal has the id "${id}". List deals with GET /api-deals.`;
}
