import { type Occasion, publishDeal } from '../events/publish';
import { momentText } from '../moment';
import { dealChanges } from './changes';
import { renderDeal } from './render';
import { type DealView, type StoredDeal, updateDeal } from './store';

/** Writes a deal that shows something else because its contact or company changed, and tells so. */
export async function retellDeal(
	occasion: Occasion,
	view: DealView,
	before: StoredDeal,
	after: StoredDeal,
): Promise<void> {
	const row = { ...after.row, updated_at: momentText(occasion.now) };
	await updateDeal(occasion.transaction, occasion.workspaceId, row);
	const deal = renderDeal({ ...after, row }, view);
	await publishDeal(occasion, 'deal.updated', deal, dealChanges(renderDeal(before, view), deal));
}
