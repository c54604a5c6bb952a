import type { Alerts } from '../../../../../contract/types';
import type { TroubledWebhook } from '../../../alerts/trouble';
import { html, type Html } from '../../../html/html';
import { type FormFaults, faultSummary } from '../../kit/faults';
import { field } from '../../kit/field';
import { formTo } from '../../kit/form';
import type { Page } from '../../kit/layout';
import type { PageContext } from '../../kit/pageContext';
import { troubleOf } from './trouble';
import { ALERTS } from './paths';

/** What was typed into the form, and what is wrong with it. */
export type AlertsForm = { url: string; format: string; faults: FormFaults };

/** What the formats are called; "by the URL" leaves it to the address. */
const FORMATS = [
	{ value: '', name: 'By the URL: Slack for hooks.slack.com, otherwise JSON' },
	{ value: 'slack', name: 'Slack message (also Mattermost and Google Chat)' },
	{ value: 'json', name: 'JSON with all details' },
] as const;

/** Returns the page that says where messages about troubled webhooks go, and which are in trouble now. */
export function alertsPage(
	pageContext: PageContext,
	alerts: Alerts,
	form: AlertsForm,
	troubled: TroubledWebhook[],
): Page {
	return {
		title: 'Alerts',
		current: ALERTS,
		main: html`<p class="lead">
				Fluid can send a message to your team when every delivery of a webhook has failed for an
				hour, when it had to pause a webhook, and when it works again. There is at most one message
				per webhook and hour.
			</p>
			${troubled.length > 0 &&
			html`<div class="warning">
				${troubled.map((webhook) => html`<p>${troubleOf(webhook)}</p>`)}
			</div>`}
			<section class="card">
				<h2>Where alerts go</h2>
				${alerts.last_error &&
				html`<p class="fault" role="alert">
					The last message did not arrive: ${alerts.last_error} Check the URL, then send a test.
				</p>`}
				${faultSummary(form.faults)} ${urlForm(pageContext, form)}
			</section>
			${alerts.url !== null &&
			html`<section class="card">
				<h2>Does it arrive?</h2>
				<div class="actions">
					${formTo(pageContext, `${ALERTS}/test`, html`<button>Send a test</button>`)}
					${formTo(
						pageContext,
						`${ALERTS}/off`,
						html`<button class="quiet">Turn alerts off</button>`,
					)}
				</div>
			</section>`}`,
	};
}

function urlForm(pageContext: PageContext, { url, format, faults }: AlertsForm): Html {
	const urlField = {
		name: 'url',
		label: 'URL',
		help: 'An incoming webhook of Slack, or any URL that takes JSON, such as an n8n Webhook node.',
		fault: faults.get('/url'),
	};
	return formTo(
		pageContext,
		ALERTS,
		html`${field(
				urlField,
				(attributes) =>
					html`<input
						${attributes}
						type="text"
						inputmode="url"
						autocapitalize="off"
						value="${url}"
						required
						autocomplete="off"
					/>`,
			)}
			${field(
				{ name: 'format', label: 'Format', fault: faults.get('/format') },
				(attributes) =>
					html`<select ${attributes}>
						${FORMATS.map(
							({ value, name }) =>
								html`<option value="${value}" ${value === format && html`selected`}>
									${name}
								</option>`,
						)}
					</select>`,
			)} <button>Save</button>`,
		{ className: 'stack' },
	);
}
