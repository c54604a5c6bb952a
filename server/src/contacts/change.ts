import type { Contact, ContactChange } from '../../../contract/types';
import { planCompany } from '../companies/plan';
import { changeCompany } from '../records/changeCompany';
import { insertCompany } from '../companies/store';
import { contactChanges } from '../events/changes';
import type { PublishedSnapshots } from '../deals/publishedSnapshots';
import { withoutEmptyObjects } from '../values/emptyObjects';
import { publishContact } from '../events/publish';
import { isSameEmail } from '../values/email';
import { problem } from '../problems/problems';
import { contactExists } from './exists';
import { changedContact } from './plan';
import { findContact, findContactByEmail, updateContact } from './store';
import type { WriteContext } from '../context';

/** The context of a change of a contact: one alone, or one of many. */
export type ContactWriteContext = WriteContext & {
	publicUrl: string;
	snapshots?: PublishedSnapshots;
};

/**
 * Changes a contact, for every deal it has, and records what changed. Returns it is now.
 *
 * @throws contact_not_found, or contact_exists when another contact has the email address
 */
export async function changeContact(
	context: ContactWriteContext,
	id: string,
	change: ContactChange,
): Promise<Contact> {
	const { transaction, workspaceId } = context;
	const before = await findContact(transaction, workspaceId, id);
	if (!before) throw problem('contact_not_found', undefined, { params: { id } });
	// Somebody whose address another contact had before keeps it.
	const owner =
		change.email && !isSameEmail(change.email, before.email)
			? await findContactByEmail(transaction, workspaceId, change.email)
			: undefined;
	if (owner) throw contactExists(owner);
	const { contact } = await updateKnown(context, before, withoutEmptyObjects(change));
	return contact;
}

/** Writes what changes of a contact that is there, and records it. */
export async function updateKnown(
	context: ContactWriteContext,
	before: Contact,
	{ company: companyInput, ...change }: ContactChange,
): Promise<SavedContact> {
	const { transaction, workspaceId, now, snapshots } = context;
	const at = now.toISOString();
	const plan = companyInput ? await planCompany(transaction, workspaceId, companyInput) : undefined;
	const company = plan?.company ?? (companyInput === null ? null : before.company);
	const { contact, isChanged } = changedContact({ ...before, company }, change, null, at);
	const { changed_fields } = contactChanges(before, contact);
	if (!isChanged && changed_fields.length === 0)
		return { action: 'unchanged', changed_fields, contact: before };

	const after = { ...contact, updated_at: at };
	if (plan?.isNew) await insertCompany(transaction, workspaceId, plan.company, at);
	if (plan?.isChanged) await changeCompany(context, plan.company, { contactId: before.id });
	await updateContact(transaction, workspaceId, after);
	const eventChanges = contactChanges(snapshots?.contacts.get(before.id) ?? before, after);
	if (eventChanges.changed_fields.length > 0)
		await publishContact(context, 'contact.updated', after, eventChanges);
	snapshots?.contacts.set(before.id, after);
	return { action: 'updated', changed_fields, contact: after };
}

/** What became of a contact. */
export type SavedContact = {
	action: 'created' | 'updated' | 'unchanged';
	changed_fields: string[];
	contact: Contact;
};
