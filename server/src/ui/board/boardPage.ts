import { html, type Html } from '../../html/html';
import type { Page } from '../kit/layout';
import { boardAddress, filterOf } from './boardAddress';
import { column } from './column';
import { nothingShown } from './nothingShown';
import type { PageContext } from '../kit/pageContext';
import type { Board } from './board';

const STATUSES = [
	{ status: 'open', name: 'Open' },
	{ status: 'won', name: 'Won' },
	{ status: 'lost', name: 'Lost' },
] as const;

/** Returns the board of a pipeline: a column for each stage, or one column from some card on. */
export function boardPage(visit: PageContext, board: Board): Page {
	const { columns, query, now, pipeline } = board;
	const back = boardAddress(query);
	const isPart = query.stage !== undefined;
	return {
		title: 'Deals',
		current: '/deals',
		isWide: true,
		script: 'board',
		main: html`${tools(board)}
			${isPart &&
			html`<p>
				<a href="${boardAddress({ ...query, stage: undefined, after: undefined })}"
					>Back to the whole board</a
				>
			</p>`}
			${columns.every(({ rows }) => rows.length === 0) && nothingShown(board)}
			<div
				class="board"
				data-back="${back}"
				data-token="${visit.token}"
				data-workspace="${visit.workspace.id}"
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

function tools({ pipelines, pipeline, query }: Board): Html {
	const { status, q } = filterOf(query);
	return html`<div class="tools">
		<form class="inline" action="/deals" role="search">
			${pipelines.length > 1
				? html`<label
						><span class="hidden">Pipeline</span>
						<select name="pipeline" data-submit-on-change>
							${pipelines.map(
								({ id, name }) =>
									html`<option value="${id}" ${id === pipeline.id && html`selected`}>
										${name}
									</option>`,
							)}
						</select></label
					>`
				: html`<input type="hidden" name="pipeline" value="${pipeline.id}" />`}
			${status !== 'open' && html`<input type="hidden" name="status" value="${status}" />`}
			<label
				><span class="hidden">Search deals, contacts and companies</span>
				<input type="search" name="q" value="${q ?? ''}" placeholder="Deal, contact or company"
			/></label>
			<button class="quiet">Search</button>
			${q !== undefined &&
			html`<a href="${boardAddress({ pipeline: pipeline.id, status })}">Clear search</a>`}
		</form>
		<nav class="tabs" aria-label="Status">
			${STATUSES.map(
				(each) =>
					html`<a
						href="${boardAddress({ pipeline: pipeline.id, status: each.status, q })}"
						${each.status === status && html`aria-current="page"`}
						>${each.name}</a
					>`,
			)}
		</nav>
		<a class="button" href="/deals/new?pipeline=${pipeline.id}">New deal</a>
	</div>`;
}
