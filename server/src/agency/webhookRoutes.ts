import type { FastifyInstance } from 'fastify';
import type { Delivery, WorkspaceWebhook } from '../../../contract/types';
import type { AppContext } from '../context';
import { type List, listOf, readQuery } from '../http/paging';
import { sendTest } from '../webhooks/sendTest';
import { listWebhooks, renderWebhook, type WebhookRow } from '../webhooks/store';
import { workspaceInUse } from './workspaces';

type OfWorkspace = { Params: { id: string } };
type OfWebhook = { Params: { id: string; webhook: string } };

/** Whether the webhooks of a workspace work; what they send is not shown. */
export function agencyWebhookRoutes(api: FastifyInstance, fluid: AppContext): void {
	const { database } = fluid;

	api.get<OfWorkspace>(
		'/api-workspaces/:id/webhooks',
		async ({ params, query }): Promise<List<WorkspaceWebhook>> => {
			const { page } = readQuery(query, [], 'whk');
			const { id } = await workspaceInUse(database, params.id);
			const rows = await listWebhooks(database, id, { ...page, limit: page.limit + 1 });
			return listOf(rows, page, (row) => row.id, workspaceWebhook);
		},
	);

	api.post<OfWebhook>(
		'/api-workspaces/:id/webhooks/:webhook/test',
		async ({ params }): Promise<Delivery> => {
			const { id } = await workspaceInUse(database, params.id);
			return sendTest(fluid, id, params.webhook, {});
		},
	);
}

function workspaceWebhook(row: WebhookRow): WorkspaceWebhook {
	const shown = renderWebhook(row);
	return {
		id: shown.id,
		workspace_id: row.workspace_id,
		key_id: row.key_id,
		name: shown.name,
		url: shown.url,
		delivery: shown.delivery,
		events: shown.events,
		status: shown.status,
		paused_reason: shown.paused_reason,
		proof: shown.proof,
		created_at: shown.created_at,
		updated_at: shown.updated_at,
	};
}
