import { asOwnChange, type WriteContext } from '../context';
import { isAmong, sql } from '../database/sql';
import type { StoredDeal } from '../deals/joined';
import { publishUpdatedDeal } from '../deals/publishUpdatedDeal';
import { renderDeal } from '../deals/render';
import {
	loadDealAsPublished,
	type DealView,
	findDeals,
	removeDeal,
	updateDeal,
} from '../deals/store';
import { dealChanges } from '../events/changes';
import { publishDeal } from '../events/publish';
import type { UndoneDeal } from './dealPlans';

/** Carries out what becomes of a deal, with its events. */
export async function undoDeal(
	context: WriteContext,
	view: DealView,
	{ verdict, before, after }: UndoneDeal,
): Promise<void> {
	if (!before) return;
	const own = asOwnChange(context);
	if (verdict.does === 'delete') {
		await removeDeal(context.transaction, context.workspaceId, before.row);
		await publishDeal(own, 'deal.deleted', renderDeal(before, view));
	}
	if (verdict.does !== 'restore' || !after) return;
	const { transaction, workspaceId } = context;
	const published = renderDeal(await loadDealAsPublished(transaction, before), view);
	if (verdict.notes.length > 0)
		await transaction.run(sql`
			delete from notes where workspace_id = ${workspaceId} and deal_id = ${before.row.id}
				and ${isAmong(sql`id`, verdict.notes)}`);
	await updateDeal(transaction, workspaceId, { before: before.row, after: after.row });
	const [stored] = await findDeals(transaction, [before.row.id]);
	const deal = renderDeal(stored as StoredDeal, view);
	await publishUpdatedDeal(own, deal, dealChanges(published, deal));
}
