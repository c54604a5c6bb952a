import { confirmation } from '../../kit/confirm';
import { html, type Html, type Part } from '../../../html/html';
import type { Page } from '../../kit/layout';
import { ago } from '../../kit/time';
import { FIELDS } from './customFieldsPage';
import type { RequireImpact } from '../../../pipelineEditing/requiring';
import type { PageContext } from '../../kit/pageContext';

/** Name and value of the input that says that the question was answered. */
export const CONFIRMED = { name: 'confirmed', value: 'yes' };

/** What is asked before a field becomes required. */
export type RequireQuestion = {
	/** Name of the field, and its key unless it is new. */
	name: string;
	key: string | undefined;
	pipeline: { id: string; name: string };
	impact: RequireImpact;
	/** Where the form goes, and everything that was filled in. */
	action: string;
	sent: Record<string, string | undefined>;
	now: Date;
};

/** Returns the page that says which of the running integrations are affected when a field becomes required. */
export function requirePage(pageContext: PageContext, question: RequireQuestion): Page {
	const { name, pipeline, impact, action, sent } = question;
	const inputs = { ...sent, [CONFIRMED.name]: CONFIRMED.value };
	return {
		title: `Make "${name}" required?`,
		current: FIELDS,
		main: confirmation(pageContext, {
			action,
			back: `${FIELDS}?pipeline=${pipeline.id}`,
			act: 'Make it required',
			isHarmless: true,
			consequence: html`<p>
					From then on, new deals in ${pipeline.name} are refused if they have no value in
					"${name}". ${evidence(question)}
				</p>
				${keys(question)} ${forms(impact)}`,
			fields: Object.entries(inputs).map(
				([input, value]) =>
					value !== undefined && html`<input type="hidden" name="${input}" value="${value}" />`,
			),
		}),
	};
}

function evidence({ key, impact }: RequireQuestion): Part {
	const { deals, without } = impact.newest;
	if (key === undefined) return 'No integration can be sending one yet, because the field is new.';
	if (deals === 0) return null;
	if (without === 0) return html`All of its newest ${counted(deals, 'deal')} have one.`;
	return html`<strong>Of its newest ${counted(deals, 'deal')}, ${without} had no value.</strong>`;
}

function keys({ impact, key, now }: RequireQuestion): Html | false {
	return (
		impact.keys.length > 0 &&
		html`<p>
				These API keys were used in the last 30 days. Integrations that create deals with one of
				them will be refused until they send
				${key === undefined ? 'a value' : html`<code>${key}</code>`}:
			</p>
			<ul>
				${impact.keys.map(
					({ name, last_used_at }) =>
						html`<li><strong>${name}</strong>, last used ${ago(last_used_at as string, now)}</li>`,
				)}
			</ul>`
	);
}

function forms({ forms: unasking }: RequireImpact): Html | false {
	return (
		unasking.length > 0 &&
		html`<p>
				These lead forms do not ask for it. Their submissions are still accepted, without a value:
			</p>
			<ul>
				${unasking.map(({ name }) => html`<li><strong>${name}</strong></li>`)}
			</ul>`
	);
}

function counted(count: number, what: string): string {
	return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
}
