import type { FastifyInstance } from 'fastify';
import type { Me } from '../../../contract/types';
import type { AppContext } from '../context';
import { getWorkspace } from './store';

/** What an API key reaches: what a credential's test calls. */
export function meRoute(api: FastifyInstance, { database }: AppContext): void {
	api.get('/api-me', async ({ apiKey }): Promise<Me> => {
		const { id, name, currency } = await getWorkspace(database, apiKey.workspace_id);
		return { workspace: { id, name, currency }, key: { id: apiKey.id, name: apiKey.name } };
	});
}
