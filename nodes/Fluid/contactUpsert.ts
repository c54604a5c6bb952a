import { NodeApiError } from 'n8n-workflow';
import type { Contact, ContactChange, Problem } from '../../contract/types';
import { readNewContact } from './contactChange';
import { idempotencyKey } from './idempotencyKey';
import { forEachItem } from './operation';
import { list } from './pages';
import type { Fluid } from './request';

const PATH = '/api-contacts';

/** Creates the contact of each item, or changes the one that has its e-mail address. */
export const upsertContact = forEachItem(async (context, fluid, item) => {
	const contact = readNewContact(context, item);
	const known = await findContact(fluid, contact);
	if (known !== undefined) return change(fluid, known, contact);
	const key = idempotencyKey(context, item);
	return create(fluid, contact, key).catch(async (error: unknown) => {
		// Somebody else created it in between.
		const other = isTaken(error) ? await findContact(fluid, contact) : undefined;
		return other === undefined ? Promise.reject(error) : change(fluid, other, contact);
	});
});

async function findContact(fluid: Fluid, { email }: ContactChange): Promise<Contact | undefined> {
	if (typeof email !== 'string') return undefined;
	const [contact] = await list<Contact>(fluid, PATH, { email }, 1);
	return contact;
}

async function create(fluid: Fluid, body: ContactChange, key: string): Promise<object> {
	const contact = await fluid<Contact>({ method: 'POST', path: PATH, body, idempotencyKey: key });
	return { action: 'created', ...contact };
}

async function change(fluid: Fluid, known: Contact, body: ContactChange): Promise<object> {
	const path = `${PATH}/${known.id}`;
	const contact = await fluid<Contact>({ method: 'PATCH', path, body });
	const isChanged = contact.updated_at !== known.updated_at;
	return { action: isChanged ? 'updated' : 'unchanged', ...contact };
}

function isTaken(error: unknown): boolean {
	if (!(error instanceof NodeApiError)) return false;
	return (error.context.problem as Problem | undefined)?.code === 'contact_exists';
}
