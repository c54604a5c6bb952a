import { publishDeal } from '../events/publish';
import { momentText } from '../values/moment';
import { dealChanges } from '../events/changes';
import { renderDeal } from '../deals/render';
import { type DealView, type StoredDeal, updateDeal } from '../deals/store';
import type { WriteContext } from '../context';

/**
 * Writes a deal that shows something else because its contact or company changed, and tells so; not where it shows the
 * same.
 */
export async function publishDealIfChanged(
	context: WriteContext,
	view: DealView,
	before: StoredDeal,
	after: StoredDeal,
): Promise<void> {
	const row = { ...after.row, updated_at: momentText(context.now) };
	const deal = renderDeal({ ...after, row }, view);
	const changes = dealChanges(renderDeal(before, view), deal);
	if (changes.changed_fields.length === 0) return;
	await updateDeal(context.transaction, context.workspaceId, row);
	await publishDeal(context, 'deal.updated', deal, changes);
}
