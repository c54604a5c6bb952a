import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Run, RunKept, RunPreview } from '../../../contract/types';
import type { AppContext } from '../context';
import { type List, listOf, readQuery } from '../http/paging';
import { listRuns, runCursor } from '../runs/store';
import { listKept, showKept } from './kept';
import { previewUndo } from './preview';
import { beginUndo, getRun, isBeingUndone } from './runInHand';
import { showRun, showRuns } from './showRun';

type ById = { Params: { id: string } };

/** So long whoever asks waits for a run to be undone; most are done by then. */
const WAITED_MS = 2_000;

/** Listing runs, and undoing them. */
export function runRoutes(api: FastifyInstance, fluid: AppContext): void {
	const { database, now } = fluid;

	api.get('/api-runs', async ({ apiKey, query }): Promise<List<Run>> => {
		const { page } = readQuery(query, [], 'run');
		const workspaceId = apiKey.workspace_id;
		const rows = await listRuns(database, workspaceId, { ...page, limit: page.limit + 1 });
		const { data, next_cursor } = listOf(rows, page, runCursor, (row) => row);
		return { data: await showRuns(database, workspaceId, data), next_cursor };
	});

	api.get<ById>(
		'/api-runs/:id',
		async ({ apiKey, params }): Promise<Run> =>
			showRun(database, await getRun(database, apiKey.workspace_id, params.id, now())),
	);

	api.get<ById>('/api-runs/:id/preview', async ({ apiKey, params }): Promise<RunPreview> => {
		const { id } = await getRun(database, apiKey.workspace_id, params.id, now());
		return previewUndo(fluid, apiKey.workspace_id, id);
	});

	api.get<ById>('/api-runs/:id/kept', async ({ apiKey, params, query }): Promise<List<RunKept>> => {
		const { page } = readQuery(query, [], 'record');
		const workspaceId = apiKey.workspace_id;
		const { id } = await getRun(database, workspaceId, params.id, now());
		const rows = await listKept(database, workspaceId, id, { ...page, limit: page.limit + 1 });
		const { data, next_cursor } = listOf(
			rows,
			page,
			(record) => record.id,
			(record) => record,
		);
		return { data: await showKept(database, workspaceId, data, fluid.publicUrl()), next_cursor };
	});

	api.post<ById>('/api-runs/:id/undo', async ({ apiKey, maker, params }, reply) => {
		const workspaceId = apiKey.workspace_id;
		await beginUndo(database, workspaceId, params.id, { by: maker.by, now: now() });
		const undone = fluid.undo(workspaceId, params.id);
		await Promise.race([undone, sleep(WAITED_MS, undefined, { ref: false })]);
		const run = await getRun(database, workspaceId, params.id, now());
		return reply.code(isBeingUndone(run) ? 202 : 200).send(await showRun(database, run));
	});
}
