import type { FastifyInstance } from 'fastify';
import type { ApiKeyDeletion, ApiKeyInfo, ApiKeyInput, NewApiKey } from '../../../contract/types';
import type { AppContext } from '../context';
import type { Transaction } from '../database/database';
import { readFlags } from '../http/flags';
import { type List, pageOf, readQuery } from '../http/paging';
import { readParameters } from '../http/parameters';
import { deleteKeyWithWebhooks, renderKey } from '../keys/deletion';
import { type ApiKey, createKey, keyById, listKeys } from '../keys/store';
import { inQuotes } from '../../../contract/nearest';
import { problem } from '../problems/problems';
import { valid } from '../problems/validation';
import { workspaceInUse } from './workspaces';

type ById = { Params: { id: string } };

/** Creating, listing, reading and deleting the API keys of any workspace. */
export function agencyKeyRoutes(api: FastifyInstance, { database, now }: AppContext): void {
	api.get('/api-keys', async ({ query }): Promise<List<ApiKeyInfo>> => {
		const { workspace_id: given, ...rest } = query as Record<string, unknown>;
		const { workspace_id } = readParameters({ workspace_id: given }, ['workspace_id']);
		const { page } = readQuery(rest, [], 'key');
		const { id } = await workspaceInUse(database, workspace_id);
		return pageOf((await listKeys(database, id)).map(renderKey), page);
	});

	api.post('/api-keys', async ({ body }, reply) => {
		const input = valid<ApiKeyInput>('apiKeyInput', body);
		const made = await database.writeService((transaction) => create(transaction, input));
		return reply.code(201).header('location', `/api-keys/${made.id}`).send(made);
	});

	api.get<ById>('/api-keys/:id', async ({ params: { id } }): Promise<ApiKeyInfo> => {
		const key = await keyById(database, id);
		if (!key || key.deleted_at) throw problem('key_not_found', undefined, { params: { id } });
		return renderKey(key);
	});

	api.delete<ById>('/api-keys/:id', async ({ params, query }): Promise<ApiKeyDeletion> => {
		const { pause_webhooks: isPausing } = readFlags(query, ['pause_webhooks']);
		return database.writeService((transaction) =>
			deleteKeyWithWebhooks(transaction, params.id, { isPausing }, now()),
		);
	});

	async function create(transaction: Transaction, input: ApiKeyInput): Promise<NewApiKey> {
		const name = input.name.trim();
		const workspace = await workspaceInUse(transaction, input.workspace_id);
		const earlier = (await listKeys(transaction, workspace.id)).filter((key) => key.name === name);
		if (earlier[0] && input.replace !== true) throw taken(earlier[0]);
		const replaced: ApiKeyDeletion[] = [];
		for (const { id } of earlier)
			replaced.push(await deleteKeyWithWebhooks(transaction, id, { isPausing: false }, now()));
		const { id, key } = await createKey(transaction, workspace.id, name, now());
		return { ...renderKey((await keyById(transaction, id)) as ApiKey), key, replaced };
	}
}

function taken({ id, name }: ApiKey): Error {
	const detail = `The workspace has an API key ${inQuotes(name)} (${id}) already. Send "replace": true to delete that one first, or choose another name.`;
	return problem('key_exists', detail, { params: { id, name } });
}
