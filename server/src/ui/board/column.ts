import { html, type Html } from '../../html/html';
import type { StageRow } from '../../pipelines/store';
import { afterText, type BoardQuery, boardAddress } from './boardAddress';
import type { CardRow, StageTotal } from '../../deals/boardStore';
import { card } from './card';
import { formatMoney } from '../kit/formatMoney';

/** How many cards a column shows at first, and each time it is scrolled to its end. */
export const CARDS_AT_ONCE = 50;

/** A column of the board: its stage, what all of its deals come to, and one card more than it shows if there is one. */
export type Column = {
	stage: StageRow;
	totals: StageTotal[];
	/** Whether only some of its deals were added up: more match than a page adds up. */
	isCut: boolean;
	rows: CardRow[];
};

/** Returns a column with its first cards. */
export function column(shown: Column, query: BoardQuery, now: Date): Html {
	const { stage } = shown;
	return html`<section class="column" data-stage="${stage.id}" aria-labelledby="name-${stage.id}">
		${columnHead(shown, query)}
		<ol class="cards" id="cards-${stage.id}">
			${cards(shown, query, now)}
		</ol>
	</section>`;
}

/** Returns a column's name, with how many deals it has, or shows of more, and what they are worth. */
export function columnHead(
	{ stage, totals, isCut }: Omit<Column, 'rows'>,
	query: BoardQuery,
): Html {
	const deals = totals.reduce((sum, total) => sum + Number(total.deals), 0);
	const sums = totals.filter(({ value }) => value > 0);
	return html`<header class="head" id="head-${stage.id}">
		<h2 id="name-${stage.id}">${stage.name}</h2>
		<span class="count"
			>${deals.toLocaleString('en')}${isCut && ' shown'}<span class="hidden">
				${deals === 1 ? 'deal' : 'deals'}</span
			></span
		>
		${(query.status ?? 'open') === 'open' &&
		html`<a
			class="add"
			href="/deals/new?stage=${stage.id}"
			aria-label="New deal in ${stage.name}"
			title="New deal in ${stage.name}"
			>+</a
		>`}
		<p class="sum">
			${sums.length === 0
				? html`<span class="faint">${isCut ? 'Not added up' : 'No value'}</span>`
				: sums.map(({ currency, value }) => formatMoney(value, currency)).join(' · ')}
		</p>
	</header>`;
}

/** Returns cards, and behind them what fetches the next ones: by itself when it is scrolled to, or by a click. */
export function cards(
	{ stage, rows }: Pick<Column, 'stage' | 'rows'>,
	query: BoardQuery,
	now: Date,
): Html {
	const shown = rows.slice(0, CARDS_AT_ONCE);
	const last = shown.at(-1);
	const hasMore = rows.length > shown.length && last !== undefined;
	const address =
		last &&
		boardAddress({ ...query, stage: stage.id, after: afterText(last, query.sort === 'due') });
	return html`${shown.map((deal) => card(deal, now))}
	${hasMore &&
	html`<li class="more">
		<a
			href="${address}"
			hx-get="${address}"
			hx-trigger="intersect once, click"
			hx-target="closest li"
			hx-swap="outerHTML"
			>Show more<span class="hidden"> of ${stage.name}</span></a
		>
	</li>`}`;
}
