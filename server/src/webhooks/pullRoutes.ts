import type { FastifyInstance } from 'fastify';
import type { CommitResult, PullResult } from '../../../contract/types';
import type { AppContext } from '../context';
import { commit } from './commit';
import { pull } from './pull';

type ById = { Params: { id: string } };

/** Fetching what is due of a webhook that is pulled, and saying what became of it. */
export function pullRoutes(api: FastifyInstance, fluid: AppContext): void {
	const stopping = new AbortController();
	api.addHook('preClose', async () => stopping.abort());

	api.post<ById>(
		'/api-webhooks/:id/pull',
		async ({ apiKey, params, body }, reply): Promise<PullResult> => {
			const hungUp = new AbortController();
			reply.raw.once('close', () => hungUp.abort());
			const gone = AbortSignal.any([stopping.signal, hungUp.signal]);
			return pull(fluid, apiKey.workspace_id, params.id, body ?? {}, gone);
		},
	);

	api.post<ById>(
		'/api-webhooks/:id/commit',
		async ({ apiKey, params, body }): Promise<CommitResult> =>
			commit(fluid, apiKey.workspace_id, params.id, body),
	);
}
