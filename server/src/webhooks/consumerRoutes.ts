import type { FastifyInstance } from 'fastify';
import type { Consumer } from '../../../contract/types';
import type { AppContext } from '../context';
import { type List, listOf, readQuery } from '../http/paging';
import { forgetConsumer, listConsumers } from './consumers';

/** Listing and forgetting consumers; they are made by subscribing. */
export function consumerRoutes(api: FastifyInstance, { database }: AppContext): void {
	api.get('/api-consumers', async ({ apiKey, query }): Promise<List<Consumer>> => {
		const { page } = readQuery(query, [], 'name');
		const rows = await listConsumers(database, apiKey.workspace_id, {
			...page,
			limit: page.limit + 1,
		});
		return listOf(
			rows,
			page,
			({ name }) => name,
			(consumer) => consumer,
		);
	});

	api.delete<{ Params: { name: string } }>(
		'/api-consumers/:name',
		async ({ apiKey, params }, reply) => {
			await database.write(apiKey.workspace_id, (transaction) =>
				forgetConsumer(transaction, apiKey.workspace_id, params.name),
			);
			return reply.code(204).send();
		},
	);
}
