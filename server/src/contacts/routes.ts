import type { FastifyInstance } from 'fastify';
import type { Contact, ContactChange, NewContact } from '../../../contract/types';
import type { Transaction } from '../database/database';
import { dealChanges } from '../deals/changes';
import { renderDeal } from '../deals/render';
import { findDealsOfContact, updateDeal } from '../deals/store';
import { type Occasion, publishContact, publishDeal } from '../events/publish';
import type { Fluid } from '../fluid';
import { withIdempotency } from '../idempotency';
import { type List, listOf, readQuery } from '../paging';
import { pipelinesOf } from '../pipelines/store';
import { problem } from '../problems';
import { valid } from '../validation';
import { changeContact } from './change';
import { createContact } from './create';
import { findContact, listContacts, removeContact } from './store';

type ById = { Params: { id: string } };

/** Creating, finding, reading, changing and deleting contacts. */
export function contacts(api: FastifyInstance, fluid: Fluid): void {
	const { database, now, wake, publicUrl } = fluid;
	const idempotent = withIdempotency(fluid);

	api.post('/api-contacts', async (request, reply) => {
		const input = valid<NewContact>('newContact', request.body);
		const answer = await idempotent(request, async (transaction) => {
			const created = await createContact(
				occasion(transaction, request.apiKey.workspace_id),
				input,
			);
			return { status: 201, body: JSON.stringify(created) };
		});
		if (answer.isReplayed) reply.header('idempotent-replayed', 'true');
		return reply.code(answer.status).type('application/json; charset=utf-8').send(answer.body);
	});

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

	api.get<ById>('/api-contacts/:id', async ({ apiKey, params }): Promise<Contact> => {
		const contact = await findContact(database, apiKey.workspace_id, params.id);
		if (!contact) throw problem('contact_not_found');
		return contact;
	});

	api.patch<ById>('/api-contacts/:id', async ({ apiKey, params, body }): Promise<Contact> => {
		const change = valid<ContactChange>('contactChange', body);
		return database.write((transaction) =>
			changeContact(occasion(transaction, apiKey.workspace_id), params.id, change),
		);
	});

	api.delete<ById>('/api-contacts/:id', async ({ apiKey, params }, reply) => {
		await database.write((transaction) =>
			deleteContact(occasion(transaction, apiKey.workspace_id), params.id, publicUrl()),
		);
		return reply.code(204).send();
	});

	function occasion(transaction: Transaction, workspaceId: string): Occasion {
		return { transaction, workspaceId, now: now(), wake };
	}
}

/** The contact's deals stay, without it; each of them tells so. */
async function deleteContact(occasion: Occasion, id: string, publicUrl: string): Promise<void> {
	const { transaction, workspaceId, now } = occasion;
	const contact = await findContact(transaction, workspaceId, id);
	if (!contact) throw problem('contact_not_found');
	const deals = await findDealsOfContact(transaction, workspaceId, id);
	const view = { pipelines: await pipelinesOf(transaction, workspaceId), publicUrl, now };
	await removeContact(transaction, workspaceId, id);
	for (const before of deals) {
		const row = { ...before.row, contact_id: null, updated_at: now.toISOString() };
		await updateDeal(transaction, workspaceId, row);
		const after = renderDeal({ ...before, row, contact: null }, view);
		await publishDeal(
			occasion,
			'deal.updated',
			after,
			dealChanges(renderDeal(before, view), after),
		);
	}
	await publishContact(occasion, 'contact.deleted', contact);
}
