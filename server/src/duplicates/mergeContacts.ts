import type { Contact } from '../../../contract/types';
import type { Transaction } from '../database/database';
import { contactChanges } from '../events/changes';
import { publishDealIfChanged } from '../records/publishDealIfChanged';
import { findDealsOfContact } from '../deals/store';
import { publishContact } from '../events/publish';
import { moveSubmissions } from '../forms/submissions';
import type { AppContext, WriteContext } from '../context';
import { momentText } from '../values/moment';
import { type Merge, oneWay } from './oneWay';
import { listPipelines } from '../pipelines/store';
import { invalidInput, problem } from '../problems/problems';
import { filledContact } from '../contacts/plan';
import { findContact, removeContact, updateContact } from '../contacts/store';

/** Few enough that nobody waits for them. */
const AT_ONCE = 100;

/**
 * Merges a contact into another one, which gets its deals, its submissions and what it lacks itself; each change tells
 * so. Many deals move in parts, each in a transaction of its own: when it is interrupted, the same again does the rest.
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

async function mergeInParts(
	{ database, now, wake, publicUrl }: AppContext,
	workspaceId: string,
	merge: Merge,
): Promise<Merged> {
	for (let deals = 0; ; ) {
		const part = await database.write((transaction) => {
			const context = { transaction, workspaceId, now: now(), wake, publicUrl: publicUrl() };
			return mergePart(context, merge);
		});
		deals += part.deals;
		if (part.isLast) return { contact: part.contact, deals };
	}
}

async function mergePart(context: WriteContext & { publicUrl: string }, merge: Merge) {
	const { transaction, workspaceId, now } = context;
	const { kept, merged } = await contactsOf(transaction, workspaceId, merge);
	const { contact, isChanged } = filledContact(kept, merged, momentText(now));
	if (isChanged) {
		await updateContact(transaction, workspaceId, contact);
		await publishContact(context, 'contact.updated', contact, contactChanges(kept, contact));
	}
	const view = { ...context, pipelines: await listPipelines(transaction, workspaceId) };
	const deals = await findDealsOfContact(transaction, workspaceId, merged.id, AT_ONCE);
	for (const before of deals) {
		const row = { ...before.row, contact_id: contact.id };
		await publishDealIfChanged(context, view, before, { ...before, row, contact });
	}
	const submissions = await moveSubmissions(
		transaction,
		workspaceId,
		merged.id,
		contact.id,
		AT_ONCE,
	);
	const isLast = deals.length < AT_ONCE && submissions < AT_ONCE;
	if (isLast) {
		await removeContact(transaction, workspaceId, merged.id);
		await publishContact(context, 'contact.deleted', merged);
	}
	return { contact, deals: deals.length, isLast };
}

async function contactsOf(
	transaction: Transaction,
	workspaceId: string,
	{ keptId, mergedId }: Merge,
): Promise<{ kept: Contact; merged: Contact }> {
	const kept = await findContact(transaction, workspaceId, keptId);
	if (!kept) throw problem('contact_not_found', undefined, { params: { id: keptId } });
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
