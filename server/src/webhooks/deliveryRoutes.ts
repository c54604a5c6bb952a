import type { FastifyInstance } from 'fastify';
import type { Delivery } from '../../../contract/types';
import type { AppContext } from '../context';
import { readFlags } from '../http/flags';
import { type List, listOf, readQuery } from '../http/paging';
import { invalidInput } from '../problems/problems';
import { DELIVERY_STATUSES, getDelivery, isDeliveryStatus, listDeliveries } from './deliveryLog';
import { countReplay, replay, retryOne, skipOne } from './redeliver';
import { sendTest } from './sendTest';
import { getWebhook } from './store';

type ById = { Params: { id: string } };
type ByDelivery = { Params: { id: string; delivery: string } };

/** The delivery log of a webhook, and sending again: one delivery, all since a time, or a sample; or skipping one. */
export function deliveryRoutes(api: FastifyInstance, fluid: AppContext): void {
	const { database } = fluid;

	api.get<ById>(
		'/api-webhooks/:id/deliveries',
		async ({ apiKey, params, query }): Promise<List<Delivery>> => {
			const { page, filters } = readQuery(query, ['status'], 'dlv');
			const { status } = filters;
			if (status !== undefined && !isDeliveryStatus(status)) {
				const detail = `"status" must be one of ${DELIVERY_STATUSES.join(', ')}, not "${status}".`;
				throw invalidInput([{ pointer: '/status', detail }]);
			}
			const webhook = await getWebhook(database, apiKey.workspace_id, params.id);
			const found = await listDeliveries(database, webhook, {
				...page,
				status,
				limit: page.limit + 1,
			});
			return listOf(
				found,
				page,
				(delivery) => delivery.id,
				(delivery) => delivery,
			);
		},
	);

	api.get<ByDelivery>(
		'/api-webhooks/:id/deliveries/:delivery',
		async ({ apiKey, params }): Promise<Delivery> => {
			const webhook = await getWebhook(database, apiKey.workspace_id, params.id);
			return getDelivery(database, webhook, params.delivery);
		},
	);

	api.post<ByDelivery>(
		'/api-webhooks/:id/deliveries/:delivery/retry',
		async ({ apiKey, params }, reply) => {
			const { id, delivery } = params;
			return reply.code(202).send(await retryOne(fluid, apiKey.workspace_id, id, delivery));
		},
	);

	api.post<ByDelivery>(
		'/api-webhooks/:id/deliveries/:delivery/skip',
		async ({ apiKey, params }): Promise<Delivery> =>
			skipOne(fluid, apiKey.workspace_id, params.id, params.delivery),
	);

	api.post<ById>('/api-webhooks/:id/replay', async ({ apiKey, params, query, body }, reply) => {
		const { dry_run } = readFlags(query, ['dry_run']);
		const work = dry_run ? countReplay : replay;
		const replayed = await work(fluid, apiKey.workspace_id, params.id, body);
		return reply.code(dry_run ? 200 : 202).send({ replayed });
	});

	api.post<ById>('/api-webhooks/:id/test', async ({ apiKey, params, body }, reply) => {
		const made = await sendTest(fluid, apiKey.workspace_id, params.id, body ?? {});
		reply.code(201).header('location', `/api-webhooks/${params.id}/deliveries/${made.id}`);
		return reply.send(made);
	});
}
