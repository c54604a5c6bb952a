import type { FastifyInstance } from 'fastify';
import type { Contact, ContactChange, NewContact } from '../../../contract/types';
import type { AppContext, WriteContext } from '../context';
import type { StoredAnswer } from '../http/idempotency';
import { type List, listOf, readQuery } from '../http/paging';
import { holdsMany, manySaved, saving } from '../http/saving';
import { valid } from '../problems/validation';
import { changeContact, type SavedContact } from './change';
import { saveContacts } from './bulk';
import { saveContact } from './save';
import { getContact } from './get';
import { listContacts } from './store';

type ById = { Params: { id: string } };

/** Creating, finding, reading and changing contacts. */
export function contactRoutes(api: FastifyInstance, fluid: AppContext): void {
	const { database } = fluid;
	const answer = saving(fluid, '/api-contacts');

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
		getContact(database, apiKey.workspace_id, params.id),
	);

	api.patch<ById>(
		'/api-contacts/:id',
		async ({ apiKey, maker, params, body }): Promise<Contact> => {
			const change = valid<ContactChange>('contactChange', body);
			const work = (context: WriteContext) => changeContact(context, params.id, change);
			return fluid.write(apiKey.workspace_id, work, maker);
		},
	);
}

function oneSaved({ action, contact }: SavedContact): StoredAnswer {
	return { status: action === 'created' ? 201 : 200, body: JSON.stringify(contact) };
}
