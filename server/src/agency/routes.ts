import type { FastifyInstance } from 'fastify';
import type { Agency } from '../../../contract/types';
import { version } from '../../package.json';
import type { AppContext } from '../context';
import { blueprintRoutes } from './blueprintRoutes';
import { agencyKeyRoutes } from './keyRoutes';
import { proofRoutes } from './proofRoutes';
import { requireAgencyKey } from './requireAgencyKey';
import { rolloutRoutes } from './rolloutRoutes';
import { agencyWebhookRoutes } from './webhookRoutes';
import { agencyWorkspaceRoutes } from './workspaceRoutes';

/** Everything that an agency key reaches, and nothing else does. */
export function agencyRoutes(api: FastifyInstance, fluid: AppContext): void {
	api.decorateRequest('agencyKey');
	api.addHook('onRequest', requireAgencyKey(fluid));
	api.get('/api-agency', ({ agencyKey: { id, name } }): Agency => ({ key: { id, name }, version }));
	agencyWorkspaceRoutes(api, fluid);
	blueprintRoutes(api, fluid);
	agencyKeyRoutes(api, fluid);
	agencyWebhookRoutes(api, fluid);
	proofRoutes(api, fluid);
	rolloutRoutes(api, fluid);
}
