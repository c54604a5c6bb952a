import { html, type Html } from '../../html/html';
import type { CardRow } from '../../deals/boardStore';
import { formatMoney } from '../kit/formatMoney';
import { reminderClass, reminderTag } from '../deal/reminderTag';

/** Returns a deal's card; with JavaScript it can be dragged, and its menu opens above the board. */
export function card(deal: CardRow, now: Date): Html {
	const { id, name, status, value, currency } = deal;
	const reminder = { status, at: deal.reminder_at };
	const labels = JSON.parse(deal.labels) as string[];
	const who = [deal.contact_name ?? deal.contact_email, deal.company_name].filter(Boolean);
	return html`<li
		class="deal ${reminderClass(reminder, now)}"
		id="${id}"
		data-stage="${deal.stage_id}"
	>
		<a class="name" href="/deals/${id}">${name}</a>
		<a
			class="menu"
			href="/deals/${id}/act"
			aria-label="Move, win or lose ${name}"
			title="Move, win or lose"
			>⋯</a
		>
		${who.length > 0 && html`<p>${who.join(' · ')}</p>`}
		${labels.length > 0 &&
		html`<p class="labels">
			${labels.slice(0, 3).map((label) => html`<span class="tag">${label}</span>`)}
			${labels.length > 3 && html`<span class="faint">+${labels.length - 3}</span>`}
		</p>`}
		<p class="foot">
			${value === null
				? html`<span class="faint">No value</span>`
				: html`<b>${formatMoney(value, currency)}</b>`}
			${reminderTag(reminder, now)}
		</p>
	</li>`;
}
