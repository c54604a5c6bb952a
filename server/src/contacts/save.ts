import type { Contact, NewContact } from '../../../contract/types';
import { planCompany } from '../companies/plan';
import { changeCompany, createCompany } from '../companies/change';
import { withoutEmptyObjects } from '../values/emptyObjects';
import { publishContact } from '../events/publish';
import { contactValues } from '../runs/contactValues';
import { recordCreation } from '../runs/record';
import { invalidInput, problem } from '../problems/problems';
import { updateKnown, type SavedContact } from './change';
import { contactExists } from './exists';
import { planContact } from './plan';
import { findContactByEmail, insertContact } from './store';
import type { WriteContext } from '../context';

/**
 * Creates a contact without a deal, or updates the one with its email address, with its company, and records it.
 *
 * @throws contact_exists, contact_not_found, or invalid_input without email address and name
 */
export async function saveContact(
	context: WriteContext,
	{ mode = 'create', ...sent }: NewContact,
): Promise<SavedContact> {
	const { transaction, workspaceId } = context;
	const input = withoutEmptyObjects(sent);
	const owner = input.email
		? await findContactByEmail(transaction, workspaceId, input.email)
		: undefined;
	if (owner && mode === 'create') throw contactExists(owner);
	if (owner) return updateKnown(context, owner, input);
	if (mode === 'update') throw notKnown(input);
	const contact = await createContact(context, input);
	return { action: 'created', changed_fields: [], contact };
}

async function createContact(
	context: WriteContext,
	{ company: companyInput, ...input }: NewContact,
): Promise<Contact> {
	const { transaction, workspaceId, now } = context;
	const at = now.toISOString();
	const plan = companyInput ? await planCompany(transaction, workspaceId, companyInput) : undefined;
	const company = plan?.company ?? null;
	const { contact } = await planContact(transaction, workspaceId, input, null, company, at);
	if (contact.email === null && contact.name === null) {
		const detail = 'Give the contact at least an email address or a name.';
		const params = { names: ['email', 'name'] };
		throw invalidInput([{ pointer: '/email', detail, code: 'needs_one_of', params }]);
	}

	if (plan?.isNew) await createCompany(context, plan.company);
	if (plan?.isChanged) await changeCompany(context, plan.company);
	await insertContact(transaction, workspaceId, contact);
	await recordCreation(context, contact.id, () => contactValues(contact));
	await publishContact(context, 'contact.created', contact);
	return contact;
}

function notKnown({ email }: NewContact): Error {
	if (email)
		return problem(
			'contact_not_found',
			`No contact has the email address ${email}. Use mode upsert to create it.`,
			{ params: { email } },
		);
	const detail = 'To update a contact, say which: give its "email".';
	return invalidInput([{ pointer: '/email', detail, code: 'missing', params: { name: 'email' } }]);
}
