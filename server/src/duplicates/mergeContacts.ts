import type { Contact } from '../../../contract/types';
import type { Transaction } from '../database/database';
import { noteMerge } from '../contacts/merged';
import { contactChanges } from '../events/changes';
import { publishDealIfChanged } from '../deals/publishDealIfChanged';
import { findDealsOfContact } from '../deals/store';
import { publishContact } from '../events/publish';
import { moveSubmissions } from '../forms/submissions';
import { limits } from '../limits';
import { type AppContext, asOwnChange, type WriteContext } from '../context';
import { momentText } from '../values/moment';
import { type Merge, oneWay } from './oneWay';
import { listPipelines } from '../pipelines/store';
import { recordDeletion } from '../runs/record';
import { invalidInput } from '../problems/problems';
import { filledContact } from '../contacts/plan';
import { getContact } from '../contacts/get';
import {
	loadContactAsPublished,
	findContact,
	removeContact,
	updateContact,
} from '../contacts/store';

/**
 * Merges a contact into another one, which gets its deals, its submissions and what it lacks itself; each change
 * records an event. Many deals move in parts, each in a transaction of its own: when it is interrupted, the same again does the rest.
 *
 * @throws contact_not_found for the one that stays, invalid_input at `/contact_id` for the other
 */
export function mergeContacts(
	fluid: AppContext,
	workspaceId: string,
	merge: Merge,
): Promise<Merged> {
	return oneWay(
		merge,
		() => mergeInParts(fluid, workspaceId, merge),
		() => {
			throw refused(
				`The contact ${merge.keptId} is being merged into another one just now. Try again in a moment.`,
			);
		},
	);
}

type Merged = { contact: Contact; deals: number };

async function mergeInParts(fluid: AppContext, workspaceId: string, merge: Merge): Promise<Merged> {
	for (let deals = 0; ; ) {
		const part = await fluid.write(workspaceId, (context) => mergePart(context, merge));
		deals += part.deals;
		if (part.isLast) return { contact: part.contact, deals };
	}
}

async function mergePart(context: WriteContext, merge: Merge) {
	const { transaction, workspaceId, now } = context;
	const { kept, merged } = await contactsOf(transaction, workspaceId, merge);
	const { contact, isChanged } = filledContact(kept, merged, momentText(now));
	if (isChanged) {
		const published = await loadContactAsPublished(transaction, kept);
		await updateContact(transaction, workspaceId, contact);
		await publishContact(context, 'contact.updated', contact, contactChanges(published, contact));
	}
	const view = { ...context, pipelines: await listPipelines(transaction, workspaceId) };
	const deals = await findDealsOfContact(transaction, workspaceId, merged.id, limits.recordsAtOnce);
	for (const before of deals) {
		const row = { ...before.row, contact_id: contact.id };
		await publishDealIfChanged(context, view, before, { ...before, row, contact });
	}
	const submissions = await moveSubmissions(
		transaction,
		workspaceId,
		merged.id,
		contact.id,
		limits.recordsAtOnce,
	);
	const isLast = deals.length < limits.recordsAtOnce && submissions < limits.recordsAtOnce;
	if (isLast) {
		await removeContact(transaction, workspaceId, merged.id);
		await noteMerge(transaction, workspaceId, { merged: merged.id, into: contact.id });
		await recordDeletion(context, merged.id);
		// A change by itself: a delivery is about one contact.
		await publishContact(asOwnChange(context), 'contact.deleted', merged);
	}
	return { contact, deals: deals.length, isLast };
}

async function contactsOf(
	transaction: Transaction,
	workspaceId: string,
	{ keptId, mergedId }: Merge,
): Promise<{ kept: Contact; merged: Contact }> {
	const kept = await getContact(transaction, workspaceId, keptId);
	if (keptId === mergedId)
		throw refused('"contact_id" is the contact itself. Name the one that is to be merged into it.');
	const merged = await findContact(transaction, workspaceId, mergedId);
	if (!merged)
		throw refused(`No contact has the id "${mergedId}". It may be merged or deleted already.`);
	return { kept, merged };
}

function refused(detail: string): Error {
	return invalidInput([{ pointer: '/contact_id', detail }]);
}
