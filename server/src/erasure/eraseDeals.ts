import { findContact, removeContact } from '../contacts/store';
import type { WriteContext } from '../context';
import { sql } from '../database/sql';
import type { DealRow } from '../deals/columns';
import type { StoredDeal } from '../deals/joined';
import { renderDeal } from '../deals/render';
import { loadDealAsPublished, findDealsOfContact, updateDeal } from '../deals/store';
import { dealChanges } from '../events/changes';
import { publishContact, publishDeal } from '../events/publish';
import { asOwnChange } from '../context';
import { limits } from '../limits';
import { listPipelines } from '../pipelines/store';
import { emptyRunChanges, forgetRecord } from '../runs/forget';
import { momentText } from '../values/moment';
import type { ErasedFields } from './chosenFields';
import { ERASED } from './mentions';
import { emptyContact } from './redact';

/** How many of each were changed or removed. */
export type ErasedRecords = { contacts: number; deals: number; notes: number };

/**
 * Takes a contact out of some of its deals, with what is chosen of them, and removes it with the last of them. Each change
 * has its event, which says which fields changed, and nothing of what stood in them.
 *
 * @returns what was done, and whether nothing is left to do
 */
export async function eraseSomeDeals(
	context: WriteContext,
	contactId: string,
	erased: ErasedFields,
): Promise<ErasedRecords & { isDone: boolean }> {
	const { transaction, workspaceId } = context;
	const contact = await findContact(transaction, workspaceId, contactId);
	if (!contact) return { contacts: 0, deals: 0, notes: 0, isDone: true };
	const deals = await findDealsOfContact(transaction, workspaceId, contactId, limits.recordsAtOnce);
	let notes = 0;
	for (const deal of deals) notes += await eraseDeal(context, deal, erased);
	const isDone = deals.length < limits.recordsAtOnce;
	if (isDone) {
		await removeContact(transaction, workspaceId, contactId);
		await forgetRecord(transaction, workspaceId, contactId);
		await publishContact(asOwnChange(context), 'contact.deleted', emptyContact(contact));
	}
	return { contacts: Number(isDone), deals: deals.length, notes, isDone };
}

async function eraseDeal(
	context: WriteContext,
	before: StoredDeal,
	erased: ErasedFields,
): Promise<number> {
	const { transaction, workspaceId, now } = context;
	const view = { ...context, pipelines: await listPipelines(transaction, workspaceId) };
	const row = { ...erasedRow(before.row, erased), updated_at: momentText(now) };
	const notes = erased.fields.has('notes') ? [] : before.notes;
	const published = renderDeal(await loadDealAsPublished(transaction, before), view);
	const deal = renderDeal({ ...before, row, contact: null, notes }, view);
	const { changed_fields, previous } = dealChanges(published, deal);
	const { company } = previous;
	await updateDeal(transaction, workspaceId, { before: before.row, after: row });
	if (erased.fields.has('notes'))
		await transaction.run(sql`
			delete from notes where workspace_id = ${workspaceId} and deal_id = ${row.id}`);
	await emptyRunChanges(transaction, workspaceId, sql`object_id = ${row.id}`);
	await publishDeal(asOwnChange(context), 'deal.updated', deal, {
		changed_fields,
		previous: company === undefined ? {} : { company },
	});
	return before.row.notes - row.notes;
}

/** Returns what is stored of a deal without its contact and what is chosen. */
export function erasedRow(row: DealRow, { fields, customFields }: ErasedFields): DealRow {
	const values = Object.entries(row.custom_fields).filter(([key]) => !customFields.has(key));
	const left: DealRow = { ...row, contact_id: null, custom_fields: Object.fromEntries(values) };
	if (fields.has('name')) left.name = ERASED;
	if (fields.has('lost_reason')) left.lost_reason = null;
	if (fields.has('reminder_note')) left.reminder_note = null;
	if (fields.has('notes')) left.notes = 0;
	if (fields.has('external_id')) left.external_id = null;
	if (fields.has('source')) left.source = null;
	if (fields.has('labels')) left.labels = [];
	if (fields.has('conversation_links')) left.conversation_links = [];
	return left;
}
