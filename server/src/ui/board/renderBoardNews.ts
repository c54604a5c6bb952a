import type { Deal } from '../../../../contract/types';
import type { AppContext } from '../../context';
import { html, type Html } from '../../html/html';
import { loadPipelines } from '../../pipelines/store';
import { type BoardQuery, boardQueryOf, filterOf } from './boardAddress';
import { findOnBoard, shownCard, stageTotals } from '../../deals/boardStore';
import { card } from './card';
import { columnHead } from './column';

/** A change made on the board, and the address of the board as it is shown. */
export type BoardChange = { before: Deal; deal: Deal; back: string; said: string };

/**
 * Returns what a change alters on the board: the heads of the columns concerned, the card, or that it is not shown
 * any more, and the sentence that says what was done. Each piece replaces the one with its id.
 */
export async function renderBoardNews(
	{ database, now }: AppContext,
	workspaceId: string,
	{ before, deal, back, said }: BoardChange,
): Promise<Html> {
	const query: BoardQuery = boardQueryOf(back) ?? {};
	const filter = filterOf(query);
	const pipelines = await loadPipelines(database, workspaceId);
	const shown = pipelines.find(({ id }) => id === (query.pipeline ?? pipelines[0]?.id));
	const stages = (shown?.stages ?? []).filter(({ id }) =>
		[before.stage_id, deal.stage_id].includes(id),
	);
	const search = { pipelines, pipelineId: shown?.id ?? '', filter, now: now() };
	const found = await findOnBoard(database, workspaceId, search);
	const totals = await stageTotals(
		database,
		workspaceId,
		stages.map(({ id }) => id),
		filter,
		found,
	);
	const row = await shownCard(database, workspaceId, deal.id, search);
	const isOnBoard = row && stages.some(({ id }) => id === row.stage_id);
	return html`${stages.map((stage) =>
			columnHead(
				{
					stage,
					totals: totals.filter(({ stage_id }) => stage_id === stage.id),
					isCut: found?.isCut ?? false,
				},
				query,
			),
		)}
		${isOnBoard ? card(row, now()) : html`<i id="${deal.id}" data-gone></i>`}
		<p id="said" class="toast" role="status">${said} <a href="/deals/${deal.id}">Open it</a></p>`;
}
