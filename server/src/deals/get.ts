import type { Reader } from '../database/database';
import { problem } from '../problems/problems';
import { findDeal, type StoredDeal } from './store';

/**
 * Returns the deal with the id.
 *
 * @throws deal_not_found
 */
export async function getDeal(
	reader: Reader,
	workspaceId: string,
	id: string,
): Promise<StoredDeal> {
	const deal = await findDeal(reader, workspaceId, id);
	if (deal) return deal;
	const detail = `No deal has the id "${id}". List deals with GET /api-deals.`;
	throw problem('deal_not_found', detail, { params: { id } });
}
