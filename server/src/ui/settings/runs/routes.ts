import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../../../context';
import { BY_HAND } from '../../../runs/maker';
import { listRuns, runCursor } from '../../../runs/store';
import { listKept, showKept } from '../../../undo/kept';
import { previewUndo } from '../../../undo/preview';
import { beginUndo, getRun, isBeingUndone } from '../../../undo/runInHand';
import { showRun, showRuns } from '../../../undo/showRun';
import { sendPage } from '../../kit/sendPage';
import { RUNS, runPath } from './paths';
import { runPage } from './runPage';
import { runsPage } from './runsPage';

type ById = { Params: { id: string } };
type Counted = { Querystring: { counted?: string } };
type Older = { Querystring: { before?: string } };

const AT_ONCE = 50;
const MOST_KEPT = 100;

/** Of more changes the page comes before they are counted. */
const MOST_COUNTED_AT_ONCE = 5_000;

/** A small run is undone when the page comes back. */
const WAITED_MS = 1_500;

/** Settings > Undo a run: which there are, what undoing one would come to, and what came of it. */
export function runPages(pages: FastifyInstance, fluid: AppContext): void {
	const { database, now, publicUrl } = fluid;

	pages.get<Older>(RUNS, async ({ pageContext, query }, reply) => {
		const { id } = pageContext.workspace;
		const rows = await listRuns(database, id, { cursor: query.before, limit: AT_ONCE + 1 });
		const shown = rows.slice(0, AT_ONCE);
		const last = rows.length > AT_ONCE ? shown.at(-1) : undefined;
		const more = last && `${RUNS}?before=${encodeURIComponent(runCursor(last))}`;
		const page = runsPage(await showRuns(database, id, shown), more, now());
		return sendPage(reply, pageContext, page);
	});

	pages.get<ById & Counted>(`${RUNS}/:id`, async ({ pageContext, params, query }, reply) => {
		const workspaceId = pageContext.workspace.id;
		const row = await getRun(database, workspaceId, params.id, now());
		const run = await showRun(database, row);
		if (isBeingUndone(row)) {
			const view = { run, preview: undefined, kept: [], now: now() };
			return sendPage(reply, pageContext, runPage(pageContext, view));
		}
		if (row.changes > MOST_COUNTED_AT_ONCE && query.counted === undefined)
			return sendPage(
				reply,
				pageContext,
				runPage(pageContext, { run, preview: undefined, kept: [], now: now() }),
			);
		const preview = await previewUndo(fluid, workspaceId, row.id);
		const stored = await listKept(database, workspaceId, row.id, { limit: MOST_KEPT });
		const kept =
			run.undo === null ? preview.kept : await showKept(database, workspaceId, stored, publicUrl());
		return sendPage(reply, pageContext, runPage(pageContext, { run, preview, kept, now: now() }));
	});

	pages.post<ById>(`${RUNS}/:id/undo`, async ({ pageContext, params }, reply) => {
		const workspaceId = pageContext.workspace.id;
		await beginUndo(database, workspaceId, params.id, { by: BY_HAND.by, now: now() });
		const undone = fluid.undo(workspaceId, params.id);
		await Promise.race([undone, sleep(WAITED_MS, undefined, { ref: false })]);
		return reply.redirect(runPath(params.id), 303);
	});
}
