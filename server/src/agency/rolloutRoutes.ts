import type { FastifyInstance } from 'fastify';
import type { Rollout, RolloutInput } from '../../../contract/types';
import type { AppContext } from '../context';
import { type List, pageOf, readQuery } from '../http/paging';
import { invalidInput, problem } from '../problems/problems';
import { valid } from '../problems/validation';
import { newId } from '../values/ids';
import { findRollout, listRollouts, removeRollout, writeRollout } from './rolloutStore';
import { workspaceInUse } from './workspaces';

const MOST_CHARACTERS = 500_000;

/** Remembering what is rolled out where. */
export function rolloutRoutes(api: FastifyInstance, { database, now }: AppContext): void {
	api.get('/api-rollouts', async ({ query }): Promise<List<Rollout>> => {
		const { page, filters } = readQuery(query, ['client'], 'rol');
		return pageOf(await listRollouts(database, filters.client), page);
	});

	api.put('/api-rollouts', async ({ body }): Promise<Rollout> => {
		const { version, ...input } = valid<RolloutInput>('rolloutInput', body);
		if (JSON.stringify(input.state).length > MOST_CHARACTERS) throw tooLong();
		return database.writeService(async (transaction) => {
			await workspaceInUse(transaction, input.workspace_id);
			const earlier = await findRollout(transaction, input);
			const current = earlier?.version ?? 0;
			if (version !== undefined && version !== current)
				throw problem('rollout_changed', undefined, { params: { version: current } });
			const id = earlier?.id ?? newId('rol');
			const row = { ...input, id, version: current + 1, updated_at: now().toISOString() };
			await writeRollout(transaction, row);
			return row;
		});
	});

	api.delete<{ Params: { id: string } }>('/api-rollouts/:id', async ({ params }, reply) => {
		const { id } = params;
		const isRemoved = await database.writeService((transaction) => removeRollout(transaction, id));
		if (!isRemoved) throw problem('rollout_not_found', undefined, { params: { id } });
		return reply.code(204).send();
	});
}

function tooLong(): Error {
	return invalidInput([
		{ pointer: '/state', detail: '"state" is longer than 500,000 characters. Shorten it.' },
	]);
}
