import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../context';
import { deleteContact } from './deleteContact';

/** Deleting a contact, which its deals show. */
export function recordRoutes(api: FastifyInstance, fluid: AppContext): void {
	api.delete<{ Params: { id: string } }>('/api-contacts/:id', async ({ apiKey, params }, reply) => {
		await deleteContact(fluid, apiKey.workspace_id, params.id);
		return reply.code(204).send();
	});
}
