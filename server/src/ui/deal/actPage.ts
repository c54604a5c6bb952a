import { confirmation } from '../kit/confirm';
import { html, type Html } from '../../html/html';
import type { Page } from '../kit/layout';
import { actForms, type Acting } from './actForms';
import { formatMoney } from '../kit/formatMoney';
import type { PageContext } from '../kit/pageContext';

/** Returns the page a card's menu leads to; with JavaScript its content opens above the board instead. */
export function actPage(pageContext: PageContext, acting: Acting): Page {
	return {
		title: acting.deal.name,
		current: '/deals',
		main: html`<div class="card">${actContent(pageContext, acting)}</div>
			<p><a href="${acting.back}">Cancel</a></p>`,
	};
}

/** Returns what opens above the board. */
export function actDialog(pageContext: PageContext, acting: Acting): Html {
	return html`<h2>${acting.deal.name}</h2>
		${actContent(pageContext, acting)}
		<form method="dialog" class="close"><button class="quiet">Close</button></form>`;
}

/** Returns the page that asks before a deal is deleted. */
export function deleteDealPage(pageContext: PageContext, { deal, back }: Acting): Page {
	return {
		title: `Delete the deal "${deal.name}"?`,
		current: '/deals',
		main: confirmation(pageContext, {
			action: `/deals/${deal.id}/delete`,
			back,
			act: 'Delete deal',
			fields: html`<input type="hidden" name="back" value="${back}" />`,
			consequence: html`<p>
				The deal${deal.value !== null && ` of ${formatMoney(deal.value, deal.currency)}`} and its
				notes will be deleted. ${deal.contact && 'Its contact stays.'} Webhooks receive
				<code>deal.deleted</code>. This cannot be undone; to keep it out of sight, mark it as lost
				instead.
			</p>`,
		}),
	};
}

function actContent(pageContext: PageContext, acting: Acting): Html {
	const { deal, back } = acting;
	return html`<p class="faint">
			${deal.pipeline_name}, ${deal.stage_name}${deal.status !== 'open' && `, ${deal.status}`}
		</p>
		${actForms(pageContext, acting)}
		<p class="actions">
			<a href="/deals/${deal.id}">Open the deal</a>
			<a href="/deals/${deal.id}/delete?back=${encodeURIComponent(back)}">Delete it</a>
		</p>`;
}
