import type { FastifyInstance } from 'fastify';
import type { Contact, ContactChange, ContactMerge, NewContact } from '../../../contract/types';
import type { Transaction } from '../database/database';
import type { AppContext } from '../context';
import type { StoredAnswer } from '../http/idempotency';
import { type List, listOf, readQuery } from '../http/paging';
import { problem } from '../problems/problems';
import { holdsMany, manySaved, type Backpressure, saving } from '../http/saving';
import { valid } from '../problems/validation';
import { changeContact, type SavedContact } from './change';
import { saveContacts } from './bulk';
import { deleteContact } from './delete';
import { mergeContacts } from '../duplicates/mergeContacts';
import { saveContact } from './save';
import { findContact, listContacts } from './store';

type ById = { Params: { id: string } };

/** Creating, finding, reading, changing and deleting contacts. */
export function contacts(
	api: FastifyInstance,
	fluid: AppContext,
	waitForCapacity: Backpressure,
): void {
	const { database, now, wake, publicUrl } = fluid;
	const answer = saving(fluid, waitForCapacity);

	api.post('/api-contacts', (request, reply) =>
		answer(request, reply, () => {
			const { body } = request;
			if (holdsMany(body, 'contacts'))
				return async (on, options) => manySaved(await saveContacts(on, body, options));
			const input = valid<NewContact>('newContact', body);
			return async (on) => oneSaved(await saveContact(on, input));
		}),
	);

	api.get('/api-contacts', async ({ apiKey, query }): Promise<List<Contact>> => {
		const { page, filters } = readQuery(query, ['email', 'q'], 'con');
		const search = { ...filters, ...page, limit: page.limit + 1 };
		const found = await listContacts(database, apiKey.workspace_id, search);
		return listOf(
			found,
			page,
			({ id }) => id,
			(contact) => contact,
		);
	});

	api.get<ById>('/api-contacts/:id', ({ apiKey, params }) =>
		contactOf(apiKey.workspace_id, params.id),
	);

	api.patch<ById>('/api-contacts/:id', async ({ apiKey, params, body }): Promise<Contact> => {
		const change = valid<ContactChange>('contactChange', body);
		return database.write((transaction) =>
			changeContact(context(transaction, apiKey.workspace_id), params.id, change),
		);
	});

	api.post<ById>('/api-contacts/:id/merge', async ({ apiKey, params, body }): Promise<Contact> => {
		// A contact of another workspace does not exist, whatever is to be merged into it.
		const { id } = await contactOf(apiKey.workspace_id, params.id);
		const { contact_id } = valid<ContactMerge>('contactMerge', body);
		const merge = { keptId: id, mergedId: contact_id };
		return (await mergeContacts(fluid, apiKey.workspace_id, merge)).contact;
	});

	api.delete<ById>('/api-contacts/:id', async ({ apiKey, params }, reply) => {
		await database.write((transaction) =>
			deleteContact(context(transaction, apiKey.workspace_id), params.id),
		);
		return reply.code(204).send();
	});

	async function contactOf(workspaceId: string, id: string): Promise<Contact> {
		const contact = await findContact(database, workspaceId, id);
		if (!contact) throw problem('contact_not_found', undefined, { params: { id } });
		return contact;
	}

	function context(transaction: Transaction, workspaceId: string) {
		return { transaction, workspaceId, now: now(), wake, publicUrl: publicUrl() };
	}
}

function oneSaved({ action, contact }: SavedContact): StoredAnswer {
	return { status: action === 'created' ? 201 : 200, body: JSON.stringify(contact) };
}
