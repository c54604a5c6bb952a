import type { Contact, Deal, DealInput, IngestResult } from '../../../contract/types';
import { changeCompany, createCompany } from '../companies/change';
import { loadContactAsPublished, insertContact, updateContact } from '../contacts/store';
import { withoutEmptyObjects } from '../values/emptyObjects';
import { publishContact, publishDeal } from '../events/publish';
import { momentText } from '../values/moment';
import { Warnings } from '../pipelines/oldName';
import { listPipelines } from '../pipelines/store';
import { getWorkspace } from '../workspaces/store';
import { contactChanges, dealChanges, type Changes } from '../events/changes';
import { matchDeal } from './match';
import { insertNote } from './notes';
import type { DealPlan } from './plan';
import { planMatched } from './planMatched';
import { publishUpdatedDeal } from './publishUpdatedDeal';
import { renderDeal } from './render';
import { loadDealAsPublished, insertDeal, type StoredDeal, updateDeal } from './store';
import { contactValues } from '../runs/contactValues';
import { recordCreation, recordUpdate } from '../runs/record';
import type { WriteContext } from '../context';

/** The context of an ingest. */
export type Ingest = WriteContext & {
	/** Whether a new deal may lack custom fields that the pipeline requires. */
	mayLackFields?: boolean;
};

/**
 * Creates or updates the deal an input means, with its contact and company, and records what happened. Everything
 * that can be refused is refused before anything is written.
 *
 * @throws Refusal with the place and the advice
 */
export async function ingestDeal(ingest: Ingest, sent: DealInput): Promise<IngestResult> {
	const { transaction, workspaceId, now, publicUrl, mayLackFields = false } = ingest;
	const given = withoutEmptyObjects(sent);
	const pipelines = await listPipelines(transaction, workspaceId);
	const { currency } = await transaction.configuration(workspaceId, 'workspace', (reader) =>
		getWorkspace(reader, workspaceId),
	);
	const warnings = new Warnings();
	const warn = warnings.add;
	const matching = { reader: transaction, workspaceId, publicUrl, warn };
	const match = await matchDeal(pipelines, given, matching);
	const planning = { transaction, workspaceId, currency, now, mayLackFields, warn };
	const { plan, input } = await planMatched(given, pipelines, match, planning);

	const view = { pipelines, publicUrl, now };
	const deal = renderDeal(plan.after, view);
	const warned = warnings.inAnswer();
	if (!plan.before) return { ...(await created(ingest, plan, deal, input)), ...warned };
	const old = renderDeal(plan.before, view);
	const changes = dealChanges(old, deal);
	if (changes.changed_fields.length === 0)
		return { action: 'unchanged', changed_fields: [], deal: old, ...warned };
	const published = await loadDealAsPublished(transaction, plan.before);
	const eventChanges =
		published === plan.before ? changes : dealChanges(renderDeal(published, view), deal);
	await updated(ingest, { ...plan, before: plan.before }, deal, eventChanges, input);
	return { action: 'updated', changed_fields: changes.changed_fields, deal, ...warned };
}

async function created(
	ingest: Ingest,
	plan: DealPlan,
	deal: Deal,
	input: DealInput,
): Promise<IngestResult> {
	await writeParties(ingest, plan);
	await insertDeal(ingest.transaction, ingest.workspaceId, plan.after);
	await writeNote(ingest, deal, input);
	await recordCreation(ingest, deal.id, () => plan.after.row);
	await publishDeal(ingest, 'deal.created', deal);
	if (deal.status === 'won') await publishDeal(ingest, 'deal.won', deal);
	if (deal.status === 'lost') await publishDeal(ingest, 'deal.lost', deal);
	return { action: 'created', changed_fields: [], deal };
}

async function updated(
	ingest: Ingest,
	plan: DealPlan & { before: StoredDeal },
	deal: Deal,
	changes: Changes,
	input: DealInput,
): Promise<void> {
	await writeParties(ingest, plan);
	const rows = { before: plan.before.row, after: plan.after.row };
	await updateDeal(ingest.transaction, ingest.workspaceId, rows);
	const noteId = await writeNote(ingest, deal, input);
	await recordUpdate(ingest, deal.id, () => ({ ...rows, noteId }));
	await publishUpdatedDeal(ingest, deal, changes);
}

async function writeParties(ingest: Ingest, { contact, company }: DealPlan): Promise<void> {
	const { transaction, workspaceId } = ingest;
	const published =
		contact?.before && contact.isChanged
			? await loadContactAsPublished(transaction, contact.before)
			: undefined;
	if (company?.isNew) await createCompany(ingest, company.company);
	if (company?.isChanged) await changeCompany(ingest, company.company);
	if (contact?.isNew) {
		await insertContact(transaction, workspaceId, contact.contact);
		await recordCreation(ingest, contact.contact.id, () => contactValues(contact.contact));
		await publishContact(ingest, 'contact.created', contact.contact);
	}
	if (contact?.isChanged && published) {
		await updateContact(transaction, workspaceId, contact.contact);
		await recordUpdate(ingest, contact.contact.id, () => ({
			before: contactValues(contact.before as Contact),
			after: contactValues(contact.contact),
		}));
		const changes = contactChanges(published, contact.contact);
		if (changes.changed_fields.length > 0)
			await publishContact(ingest, 'contact.updated', contact.contact, changes);
	}
}

async function writeNote(
	{ transaction, workspaceId, now }: Ingest,
	deal: Deal,
	{ note }: DealInput,
): Promise<string | undefined> {
	if (note === undefined) return undefined;
	const created_at = momentText(now);
	return insertNote(transaction, workspaceId, deal.id, { text: note, created_at });
}
