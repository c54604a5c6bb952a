import type { FastifyInstance } from 'fastify';
import { listTroubledWebhooks } from '../../alerts/trouble';
import type { AppContext } from '../../context';
import { sendPage } from '../kit/sendPage';
import { loadPipelines, type StageRow } from '../../pipelines/store';
import { afterOf, type BoardQuery, boardQuery, filterOf } from './boardAddress';
import { boardPage, emptyBoardPage } from './boardPage';
import { loadBoardChoices } from '../../deals/loadBoardChoices';
import {
	findOnBoard,
	loadFoundCards,
	type FoundDeals,
	hasAnyDeal,
	loadStageCards,
	stageTotals,
} from '../../deals/boardStore';
import { cards, CARDS_AT_ONCE, type Column } from './column';
import type { PageContext } from '../kit/pageContext';
import { splitUnknown } from './splitUnknown';

/** The deals of a pipeline as a board. */
export function boardPages(pages: FastifyInstance, { database, now }: AppContext): void {
	pages.get<{ Querystring: Record<string, unknown> }>('/deals', async (request, reply) => {
		const { pageContext } = request;
		const asked = boardQuery(request.query);
		const isPart = request.headers['hx-request'] !== undefined;
		const pipelines = await loadPipelines(database, pageContext.workspace.id);
		const pipeline =
			pipelines.find(({ id }) => id === asked.pipeline) ??
			pipelines.find(({ stages }) => stages.some(({ id }) => id === asked.stage)) ??
			pipelines[0];
		const { query, unknown } = splitUnknown(asked, pipelines, pipeline);
		// The column is not there any more: the page of it is shown anew, not put into itself.
		if (isPart && unknown.stage !== undefined) return reply.header('hx-refresh', 'true').send();
		if (!pipeline) return sendPage(reply, pageContext, emptyBoardPage());

		const wanted = query.stage
			? pipeline.stages.filter(({ id }) => id === query.stage)
			: pipeline.stages;
		const search = { pipelines, pipelineId: pipeline.id, filter: filterOf(query), now: now() };
		const found = await findOnBoard(database, pageContext.workspace.id, search);
		const columns = await loadColumns(pageContext, wanted, query, found);
		const [only] = columns;
		if (isPart && query.stage && only) {
			const part = cards(only, query, now()).toString();
			return reply.type('text/html; charset=utf-8').send(part);
		}
		const hasDeals =
			columns.some(({ rows }) => rows.length > 0) ||
			(await hasAnyDeal(database, pageContext.workspace.id));
		const choices = await loadBoardChoices(database, pageContext.workspace.id);
		const troubled = await listTroubledWebhooks(database, pageContext.workspace.id, now());
		const shown = { pipelines, pipeline, columns, query, unknown, choices };
		const board = { ...shown, found, hasDeals, troubled, now: now() };
		return sendPage(reply, pageContext, boardPage(pageContext, board));
	});

	async function loadColumns(
		pageContext: PageContext,
		stages: StageRow[],
		query: BoardQuery,
		found: FoundDeals | undefined,
	): Promise<Column[]> {
		const workspaceId = pageContext.workspace.id;
		const filter = filterOf(query);
		const ids = stages.map(({ id }) => id);
		const totals = await stageTotals(database, workspaceId, ids, filter, found);
		const columns: Column[] = [];
		const after = afterOf(query);
		for (const stage of stages) {
			const part = { ...(after && { after }), limit: CARDS_AT_ONCE + 1 };
			columns.push({
				stage,
				totals: totals.filter(({ stage_id }) => stage_id === stage.id),
				isCut: found?.isCut ?? false,
				rows: found
					? await loadFoundCards(database, stage.id, found, part)
					: await loadStageCards(database, stage.id, { filter, ...part }),
			});
		}
		return columns;
	}
}
