import type { Contact, NewContact } from '../../../contract/types';
import { planCompany } from '../companies/plan';
import { changeCompany } from '../companies/change';
import { insertCompany } from '../companies/store';
import { withoutEmptyObjects } from '../emptyObjects';
import { type Occasion, publishContact } from '../events/publish';
import { invalidInput } from '../problems';
import { contactExists } from './exists';
import { planContact } from './plan';
import { findContactByEmail, insertContact } from './store';

/**
 * Creates a contact without a deal, and its company where that is new, and records it.
 *
 * @throws contact_exists when a contact has the e-mail address, invalid_input without e-mail address and name
 */
export async function createContact(
	occasion: Occasion & { publicUrl: string },
	sent: NewContact,
): Promise<Contact> {
	const { transaction, workspaceId, now } = occasion;
	const { company: companyInput, ...input } = withoutEmptyObjects(sent);
	const owner = input.email
		? await findContactByEmail(transaction, workspaceId, input.email)
		: undefined;
	if (owner) throw contactExists(owner);
	const at = now.toISOString();
	const plan = companyInput ? await planCompany(transaction, workspaceId, companyInput) : undefined;
	const company = plan?.company ?? null;
	const { contact } = await planContact(transaction, workspaceId, input, null, company, at);
	if (contact.email === null && contact.name === null) {
		const detail = 'Give the contact at least an e-mail address or a name.';
		const params = { names: ['email', 'name'] };
		throw invalidInput([{ pointer: '/email', detail, code: 'needs_one_of', params }]);
	}

	if (plan?.isNew) await insertCompany(transaction, workspaceId, plan.company, at);
	if (plan?.isChanged) await changeCompany(occasion, plan.company, { contactId: contact.id });
	await insertContact(transaction, workspaceId, contact);
	await publishContact(occasion, 'contact.created', contact);
	return contact;
}
