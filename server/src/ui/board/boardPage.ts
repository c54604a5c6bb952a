import { html } from '../../html/html';
import type { Page } from '../kit/layout';
import { boardAddress } from './boardAddress';
import { boardTools, cutNote, unknownNote } from './boardTools';
import { column } from './column';
import { nothingShown } from './nothingShown';
import type { PageContext } from '../kit/pageContext';
import { troubleNote } from '../settings/alerts/trouble';
import type { Board } from './board';

/** Returns the board of a pipeline: a column for each stage, or one column from some card on. */
export function boardPage(pageContext: PageContext, board: Board): Page {
	const { columns, query, now, pipeline, troubled } = board;
	const back = boardAddress(query);
	const isPart = query.stage !== undefined;
	return {
		title: 'Deals',
		current: '/deals',
		isWide: true,
		script: 'board',
		main: html`${troubleNote(troubled)} ${boardTools(board)}
			${isPart &&
			html`<p>
				<a href="${boardAddress({ ...query, stage: undefined, after: undefined })}"
					>Back to the whole board</a
				>
			</p>`}
			${unknownNote(board)} ${cutNote(board)}
			${columns.every(({ rows }) => rows.length === 0) && nothingShown(board)}
			<div
				class="board"
				data-back="${back}"
				data-token="${pageContext.token}"
				data-workspace="${pageContext.workspace.id}"
				data-name="${pipeline.name}"
			>
				${columns.map((each) => column(each, query, now))}
			</div>
			<p id="said" class="toast" role="status"></p>
			<dialog id="act" aria-label="Deal"></dialog>`,
	};
}

/** Returns the page of a workspace without any pipeline. */
export function emptyBoardPage(): Page {
	return {
		title: 'Deals',
		current: '/deals',
		main: html`<p class="empty">
			Deals move through the stages of a pipeline, and there is no pipeline yet.
			<a href="/settings/pipelines">Create a pipeline</a> first.
		</p>`,
	};
}
