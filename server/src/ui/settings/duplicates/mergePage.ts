import { formTo } from '../../kit/form';
import { html, type Html } from '../../../html/html';
import type { Page } from '../../kit/layout';
import { exactTime } from '../../kit/time';
import { DUPLICATES, mergePath } from './paths';
import type { Duplicate, Kind } from '../../../duplicates/store';
import type { PageContext } from '../../kit/pageContext';

/** One of the two, with everything it has, by the names that people read. */
export type MergeChoice = Duplicate & { values: Array<[label: string, value: string | null]> };

const WORDS: Record<Kind, { title: string; act: string; consequence: Html }> = {
	contacts: {
		title: 'Merge two contacts',
		act: 'Merge contacts',
		consequence: html`The deals, notes and form submissions of the other contact move to the one you
			keep, which also takes over any details it does not have. The other contact is then deleted.
			Webhooks receive <code>deal.updated</code> for each deal that moves,
			<code>contact.updated</code> and <code>contact.deleted</code>.`,
	},
	companies: {
		title: 'Merge two companies',
		act: 'Merge companies',
		consequence: html`The deals and contacts of the other company move to the one you keep, which
			also takes over its domain if it has none. The other company is then deleted. Webhooks receive
			<code>deal.updated</code> for each deal and <code>contact.updated</code> for each contact.`,
	},
};

/** Returns the page that merges two contacts or companies: which one stays is chosen in it. */
export function mergePage(
	pageContext: PageContext,
	kind: Kind,
	choices: [MergeChoice, MergeChoice],
): Page {
	const [first, second] = choices;
	const { title, act, consequence } = WORDS[kind];
	return {
		title,
		current: DUPLICATES,
		main: formTo(
			pageContext,
			mergePath(kind, first.id, second.id),
			html`<fieldset class="plain">
					<legend>Which one do you want to keep?</legend>
					<div class="pairs">${choices.map((one) => choice(one, one === first))}</div>
				</fieldset>
				<p>${consequence} This cannot be undone.</p>
				<div class="actions">
					<button class="danger">${act}</button>
					<a class="button quiet" href="${DUPLICATES}">Cancel</a>
				</div>`,
		),
	};
}

function choice(
	{ id, name, address, deals, created_at, values }: MergeChoice,
	isOldest: boolean,
): Html {
	return html`<div class="card">
		<label class="choice">
			<input type="radio" name="kept" value="${id}" required ${isOldest && html`checked`} />
			<span
				>${name ?? address ?? 'No name'} ${isOldest && html`<span class="tag">Oldest</span>`}</span
			>
		</label>
		<dl class="facts">
			${[...values, ['Deals', deals.toLocaleString('en')], ['Added', exactTime(created_at)]].map(
				([label, value]) =>
					value !== null &&
					html`<dt>${label}</dt>
						<dd>${value}</dd>`,
			)}
		</dl>
	</div>`;
}
