import type { FastifyInstance } from 'fastify';
import type { Alerts } from '../../../contract/types';
import type { AppContext } from '../context';
import { changeAlerts, sendTestAlert } from './change';
import { findDestination, renderAlerts } from './store';

/** Where alerts about the webhooks of a workspace are sent. */
export function alertRoutes(api: FastifyInstance, fluid: AppContext): void {
	api.get(
		'/api-alerts',
		async ({ apiKey }): Promise<Alerts> =>
			renderAlerts(await findDestination(fluid.database, apiKey.workspace_id)),
	);

	api.put(
		'/api-alerts',
		async ({ apiKey, body }): Promise<Alerts> => changeAlerts(fluid, apiKey.workspace_id, body),
	);

	api.post(
		'/api-alerts/test',
		async ({ apiKey }): Promise<Alerts> => sendTestAlert(fluid, apiKey.workspace_id),
	);
}
