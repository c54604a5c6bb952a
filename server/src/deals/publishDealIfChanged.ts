import { publishDeal } from '../events/publish';
import { momentText } from '../values/moment';
import { dealChanges } from '../events/changes';
import { renderDeal } from './render';
import {
	loadDealAsPublished,
	type DealView,
	markDealPublished,
	type StoredDeal,
	updateDeal,
} from './store';
import { asOwnChange, type WriteContext } from '../context';

/**
 * Writes a deal that shows something else because its contact or company changed, and publishes it; not where it
 * shows the same. That is a change by itself, in consequence of another one.
 */
export async function publishDealIfChanged(
	context: WriteContext,
	view: DealView,
	before: StoredDeal,
	after: StoredDeal,
): Promise<void> {
	const row = { ...after.row, updated_at: momentText(context.now) };
	const deal = renderDeal({ ...after, row }, view);
	const { transaction } = context;
	const published = await loadDealAsPublished(transaction, before);
	const changes = dealChanges(renderDeal(published, view), deal);
	if (changes.changed_fields.length === 0) return markDealPublished(transaction, row);
	await updateDeal(transaction, context.workspaceId, { before: before.row, after: row });
	await publishDeal(asOwnChange(context), 'deal.updated', deal, changes);
}
