import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../../context';
import { redirectWithFlash } from '../kit/message';
import { sendPage } from '../kit/show';
import { loadPipelines, type Pipeline, type StageRow } from '../../pipelines/store';
import { afterOf, type BoardQuery, boardQuery, filterOf } from './boardAddress';
import { boardPage, emptyBoardPage } from './boardPage';
import { hasAnyDeal, stageCards, stageTotals } from '../../deals/boardStore';
import { cards, CARDS_AT_ONCE, type Column } from './column';
import type { PageContext } from '../kit/pageContext';

/** The deals of a pipeline as a board. */
export function boardPages(pages: FastifyInstance, { database, now }: AppContext): void {
	pages.get<{ Querystring: Record<string, unknown> }>('/deals', async (request, reply) => {
		const { visit } = request;
		const query = boardQuery(request.query);
		const isPart = request.headers['hx-request'] !== undefined;
		const pipelines = await loadPipelines(database, visit.workspace.id);
		const pipeline = query.pipeline
			? pipelines.find(({ id }) => id === query.pipeline)
			: (pipelines.find(({ stages }) => stages.some(({ id }) => id === query.stage)) ??
				pipelines[0]);
		const isGone = query.stage && !pipeline?.stages.some(({ id }) => id === query.stage);
		// The column is not there any more: the page of it is shown anew, not put into itself.
		if (isPart && isGone) return reply.header('hx-refresh', 'true').send();
		if (pipelines.length === 0) return sendPage(reply, visit, emptyBoardPage());
		if (!pipeline) return redirectWithFlash(reply, '/deals', 'That pipeline no longer exists.');

		const wanted = query.stage
			? pipeline.stages.filter(({ id }) => id === query.stage)
			: pipeline.stages;
		const columns = await columnsOf(visit, pipeline, wanted, query);
		const [only] = columns;
		if (isPart && query.stage && only) {
			const part = cards(only, query, now()).toString();
			return reply.type('text/html; charset=utf-8').send(part);
		}
		const hasDeals =
			columns.some(({ rows }) => rows.length > 0) ||
			(await hasAnyDeal(database, visit.workspace.id));
		const board = { pipelines, pipeline, columns, query, hasDeals, now: now() };
		return sendPage(reply, visit, boardPage(visit, board));
	});

	async function columnsOf(
		visit: PageContext,
		pipeline: Pipeline,
		stages: StageRow[],
		query: BoardQuery,
	): Promise<Column[]> {
		const workspaceId = visit.workspace.id;
		const filter = filterOf(query);
		const ids = stages.map(({ id }) => id);
		const totals = await stageTotals(database, workspaceId, ids, filter);
		const columns: Column[] = [];
		for (const stage of stages) {
			const search = { ...filter, after: afterOf(query), limit: CARDS_AT_ONCE + 1 };
			columns.push({
				stage,
				totals: totals.filter(({ stage_id }) => stage_id === stage.id),
				rows: await stageCards(database, workspaceId, stage.id, search),
			});
		}
		return columns;
	}
}
