import type { FastifyInstance } from 'fastify';
import type { Webhook } from '../../../contract/types';
import type { AppContext } from '../context';
import { type List, listOf, readQuery } from '../http/paging';
import { Warnings } from '../pipelines/oldName';
import { invalidInput } from '../problems/problems';
import { changeWebhook } from './change';
import { deleteWebhook } from './remove';
import { createWebhook } from './create';
import { rotateSecret } from './rotateSecret';
import { getWebhook, listWebhooks, renderWebhook } from './store';

type ById = { Params: { id: string } };

/** Subscribing, listing, editing, pausing and deleting webhooks. */
export function webhookRoutes(api: FastifyInstance, fluid: AppContext): void {
	const { database } = fluid;

	api.post('/api-webhooks', async ({ apiKey, body }, reply) => {
		const { workspace_id, id: keyId } = apiKey;
		const created = await createWebhook(fluid, workspace_id, body, { keyId });
		const { webhook, secret, caughtUp, warnings } = created;
		reply.code(201).header('location', `/api-webhooks/${webhook.id}`);
		return reply.send({
			...renderWebhook(webhook),
			secret,
			...caughtUp,
			...(warnings && { warnings }),
		});
	});

	api.get('/api-webhooks', async ({ apiKey, query }): Promise<List<Webhook>> => {
		const { page } = readQuery(query, [], 'whk');
		const rows = await listWebhooks(database, apiKey.workspace_id, {
			...page,
			limit: page.limit + 1,
		});
		return listOf(rows, page, ({ id }) => id, renderWebhook);
	});

	api.get<ById>(
		'/api-webhooks/:id',
		async ({ apiKey, params }): Promise<Webhook> =>
			renderWebhook(await getWebhook(database, apiKey.workspace_id, params.id)),
	);

	api.patch<ById>('/api-webhooks/:id', async ({ apiKey, params, body }): Promise<Webhook> => {
		const warnings = new Warnings();
		const how = { warn: warnings.add };
		const webhook = await changeWebhook(fluid, apiKey.workspace_id, params.id, body, how);
		return { ...renderWebhook(webhook), ...warnings.inAnswer() };
	});

	api.delete<ById>('/api-webhooks/:id', async ({ apiKey, params }, reply) => {
		await deleteWebhook(fluid, apiKey.workspace_id, params.id);
		return reply.code(204).send();
	});

	api.post<ById>(
		'/api-webhooks/:id/rotate-secret',
		async ({ apiKey, params, body }): Promise<Webhook> => {
			refuseOwnSecret(body);
			const rotated = await rotateSecret(fluid, apiKey.workspace_id, params.id);
			const { webhook, secret, droppedOldest } = rotated;
			return { ...renderWebhook(webhook), secret, dropped_oldest_secret: droppedOldest };
		},
	);
}

/** Who sends a secret would sign with it from now on, and find out a day later that it never counted. */
function refuseOwnSecret(body: unknown): void {
	const fields = Object.keys(body ?? {});
	if (fields.length === 0) return;
	const detail =
		'Leave it out: Fluid makes the new secret, and returns it once. To bring your own, create a webhook with "secret".';
	throw invalidInput(fields.map((name) => ({ pointer: `/${name}`, detail })));
}
