import type { Contact, ContactChange } from '../../../contract/types';
import { planCompany } from '../companies/plan';
import { changeCompany } from '../companies/change';
import { insertCompany } from '../companies/store';
import { contactChanges } from '../deals/changes';
import { withoutEmptyObjects } from '../emptyObjects';
import { type Occasion, publishContact } from '../events/publish';
import { isSameEmail } from '../email';
import { problem } from '../problems';
import { contactExists } from './exists';
import { changedContact } from './plan';
import { findContact, findContactByEmail, updateContact } from './store';

/**
 * Changes a contact, for every deal it has, and records what changed. Returns it as it is now.
 *
 * @throws contact_not_found, or contact_exists when another contact has the e-mail address
 */
export async function changeContact(
	occasion: Occasion & { publicUrl: string },
	id: string,
	change: ContactChange,
): Promise<Contact> {
	const { transaction, workspaceId, now } = occasion;
	const before = await findContact(transaction, workspaceId, id);
	if (!before) throw problem('contact_not_found', undefined, { params: { id } });
	const { company: companyInput, ...rest } = withoutEmptyObjects(change);
	// Somebody whose address another contact had before keeps it.
	const owner =
		rest.email && !isSameEmail(rest.email, before.email)
			? await findContactByEmail(transaction, workspaceId, rest.email)
			: undefined;
	if (owner) throw contactExists(owner);
	const at = now.toISOString();
	const plan = companyInput ? await planCompany(transaction, workspaceId, companyInput) : undefined;
	const company = plan?.company ?? (companyInput === null ? null : before.company);
	const { contact, isChanged } = changedContact({ ...before, company }, rest, null, at);
	const changes = contactChanges(before, contact);
	if (!isChanged && changes.changed_fields.length === 0) return before;

	const after = { ...contact, updated_at: at };
	if (plan?.isNew) await insertCompany(transaction, workspaceId, plan.company, at);
	if (plan?.isChanged) await changeCompany(occasion, plan.company, { contactId: id });
	await updateContact(transaction, workspaceId, after);
	await publishContact(occasion, 'contact.updated', after, changes);
	return after;
}
