import type { Contact, ContactChange } from '../../../contract/types';
import { planCompany } from '../companies/plan';
import { changeCompany, createCompany } from '../companies/change';
import { contactChanges } from '../events/changes';
import { withoutEmptyObjects } from '../values/emptyObjects';
import { publishContact } from '../events/publish';
import { contactValues } from '../runs/contactValues';
import { recordUpdate } from '../runs/record';
import { isSameEmail } from '../values/email';
import { contactExists } from './exists';
import { getContact } from './get';
import { changedContact } from './plan';
import { loadContactAsPublished, findContactByEmail, updateContact } from './store';
import type { WriteContext } from '../context';

/**
 * Changes a contact, for every deal it has, and records what changed. Returns it is now.
 *
 * @throws contact_not_found, or contact_exists when another contact has the email address
 */
export async function changeContact(
	context: WriteContext,
	id: string,
	change: ContactChange,
): Promise<Contact> {
	const { transaction, workspaceId } = context;
	const before = await getContact(transaction, workspaceId, id);
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
	context: WriteContext,
	before: Contact,
	{ company: companyInput, ...change }: ContactChange,
): Promise<SavedContact> {
	const { transaction, workspaceId, now } = context;
	const at = now.toISOString();
	const plan = companyInput ? await planCompany(transaction, workspaceId, companyInput) : undefined;
	const company = plan?.company ?? (companyInput === null ? null : before.company);
	const { contact, isChanged } = changedContact({ ...before, company }, change, null, at);
	const { changed_fields } = contactChanges(before, contact);
	if (!isChanged && changed_fields.length === 0)
		return { action: 'unchanged', changed_fields, contact: before };

	const after = { ...contact, updated_at: at };
	const published = await loadContactAsPublished(transaction, before);
	if (plan?.isNew) await createCompany(context, plan.company);
	if (plan?.isChanged) await changeCompany(context, plan.company);
	await updateContact(transaction, workspaceId, after);
	await recordUpdate(context, before.id, () => ({
		before: contactValues(before),
		after: contactValues(after),
	}));
	const eventChanges = contactChanges(published, after);
	if (eventChanges.changed_fields.length > 0)
		await publishContact(context, 'contact.updated', after, eventChanges);
	return { action: 'updated', changed_fields, contact: after };
}

/** What became of a contact. */
export type SavedContact = {
	action: 'created' | 'updated' | 'unchanged';
	changed_fields: string[];
	contact: Contact;
};
