import type { FastifyInstance } from 'fastify';
import { type AppContext, madeBy } from '../context';
import { deleteCompany } from './deleteCompany';
import { deleteContact } from './deleteContact';

type ById = { Params: { id: string } };

/** Deleting a contact or a company, which deals show. */
export function recordRoutes(api: FastifyInstance, fluid: AppContext): void {
	api.delete<ById>('/api-contacts/:id', async ({ apiKey, maker, params }, reply) => {
		await deleteContact(madeBy(fluid, maker), apiKey.workspace_id, params.id);
		return reply.code(204).send();
	});

	api.delete<ById>('/api-companies/:id', ({ apiKey, maker, params }) =>
		deleteCompany(madeBy(fluid, maker), apiKey.workspace_id, params.id),
	);
}
