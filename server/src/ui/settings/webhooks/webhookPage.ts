import { eventNames } from '../../../../../contract/events';
import { field } from '../../kit/field';
import { formTo } from '../../kit/form';
import { html, type Html } from '../../../html/html';
import type { Page } from '../../kit/layout';
import { ago, exactTime, when } from '../../kit/time';
import { validOldSecrets, type WebhookRow } from '../../../webhooks/store';
import type { Choices } from './choices';
import { logSection } from './log';
import { WEBHOOKS, webhookPath } from './paths';
import { replayCard } from './replayCard';
import { calledOf, eventTitle, filterWords, webhookHealth } from './words';
import type { PageContext } from '../../kit/pageContext';
import type { WebhookPage } from './webhookView';

/** Returns the page of one webhook: what it sends, trying it, and its delivery log. */
export function webhookPage(visit: PageContext, page: WebhookPage, now: Date): Page {
	const { webhook, choices, log } = page;
	const path = webhookPath(webhook.id);
	return {
		title: calledOf(webhook),
		current: WEBHOOKS,
		main: html`<p><a href="${WEBHOOKS}">All webhooks</a></p>
			${webhook.status === 'paused' && pausedNote(visit, webhook, now)}
			<section class="card">
				${facts(webhook, choices, now)}
				<div class="actions">
					<a class="button" href="${path}/edit">Edit</a>
					${webhook.status === 'active' &&
					formTo(visit, `${path}/pause`, html`<button class="quiet">Pause</button>`)}
					<a class="button quiet" href="${path}/rotate-secret">Rotate secret</a>
					<a class="button quiet" href="${path}/delete">Delete</a>
				</div>
			</section>
			<div class="pairs">
				<section class="card">
					<h2>Send a test</h2>
					${testForm(visit, webhook)}
				</section>
				<section class="card">
					<h2>Replay</h2>
					${webhook.status === 'active'
						? replayCard(page, now)
						: html`<p class="faint">
								Resume the webhook first. You can then send events since a time of your choice
								again.
							</p>`}
				</section>
			</div>
			${logSection(visit, webhook, log, now)}`,
	};
}

function pausedNote(visit: PageContext, webhook: WebhookRow, now: Date): Html {
	return html`<div class="warning">
		<p>
			<strong>Paused ${ago(webhook.updated_at, now)}.</strong> ${webhook.paused_reason} Nothing is
			sent; events are kept in the meantime.
		</p>
		${formTo(visit, `${webhookPath(webhook.id)}/resume`, html`<button>Resume</button>`)}
	</div>`;
}

function facts(webhook: WebhookRow, choices: Choices, now: Date): Html {
	const { name, url, filters, auth_header, created_at } = webhook;
	const [old] = validOldSecrets(webhook, now);
	return html`<dl class="facts">
		<dt>Status</dt>
		<dd>${webhookHealth(webhook, now)}</dd>
		${name !== null &&
		html`<dt>URL</dt>
			<dd>${url}</dd>`}
		<dt>Events</dt>
		<dd>
			<ul class="tags">
				${webhook.events.map((name) => html`<li class="tag">${eventTitle(name)}</li>`)}
			</ul>
		</dd>
		${filterWords(filters, choices).map(
			({ label, value }) =>
				html`<dt>${label}</dt>
					<dd>${value}</dd>`,
		)}
		<dt>Authorization</dt>
		<dd>${auth_header === null ? 'None' : 'A token is sent with every delivery'}</dd>
		<dt>Signing secret</dt>
		<dd>
			Stored. It was shown once, when it was created.
			${old && html`The old one also signs until ${exactTime(old.until)}.`}
		</dd>
		<dt>Created</dt>
		<dd>${when(created_at, now)}</dd>
	</dl>`;
}

function testForm(visit: PageContext, webhook: WebhookRow): Html {
	const first = webhook.events[0];
	return formTo(
		visit,
		`${webhookPath(webhook.id)}/test`,
		html`${field(
				{ name: 'type', label: 'Event', help: 'A sample of it is sent right away.' },
				(attributes) =>
					html`<select ${attributes}>
						${eventNames.map(
							(name) =>
								html`<option value="${name}" ${name === first && html`selected`}>
									${eventTitle(name)}
								</option>`,
						)}
					</select>`,
			)} <button class="quiet">Send test</button>`,
	);
}
