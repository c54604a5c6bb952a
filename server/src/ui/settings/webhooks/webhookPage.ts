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
import { CALLED, DELIVERY_WORDS, eventTitle, filterWords, webhookHealth } from './words';
import { calledOf } from '../../../webhooks/calledOf';
import type { PageContext } from '../../kit/pageContext';
import type { WebhookPage } from './webhookView';

/** Returns the page of one webhook: what it sends, trying it, and its delivery log. */
export function webhookPage(pageContext: PageContext, page: WebhookPage, now: Date): Page {
	const { webhook, choices, log } = page;
	const path = webhookPath(webhook.id);
	return {
		title: calledOf(webhook),
		current: WEBHOOKS,
		main: html`<p><a href="${WEBHOOKS}">All webhooks</a></p>
			${webhook.status === 'paused' && pausedNote(pageContext, webhook, now)}
			<section class="card">
				${facts(webhook, choices, now)}
				<div class="actions">
					<a class="button" href="${path}/edit">Edit</a>
					${webhook.status === 'active' &&
					formTo(pageContext, `${path}/pause`, html`<button class="quiet">Pause</button>`)}
					<a class="button quiet" href="${path}/rotate-secret">Rotate secret</a>
					<a class="button quiet" href="${path}/delete">Delete</a>
				</div>
			</section>
			<div class="pairs">
				<section class="card">
					<h2>Send a test</h2>
					${testForm(pageContext, webhook)}
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
			${logSection(pageContext, webhook, log, now)}`,
	};
}

function pausedNote(pageContext: PageContext, webhook: WebhookRow, now: Date): Html {
	return html`<div class="warning">
		<p>
			<strong>Paused ${ago(webhook.updated_at, now)}.</strong> ${webhook.paused_reason} Nothing is
			sent; events are kept in the
			meantime${webhook.ordering === 'per_object' && ' and are sent first when you resume it'}.
		</p>
		${formTo(pageContext, `${webhookPath(webhook.id)}/resume`, html`<button>Resume</button>`)}
	</div>`;
}

function facts(webhook: WebhookRow, choices: Choices, now: Date): Html {
	const { name, url, delivery, consumer, filters, auth_header, created_at } = webhook;
	const [old] = validOldSecrets(webhook, now);
	return html`<dl class="facts">
		<dt>Status</dt>
		<dd>${webhookHealth(webhook, now)}</dd>
		${delivery === 'pull' &&
		html`<dt>Delivery</dt>
			<dd>Events wait until the receiver fetches them; nothing is sent.</dd>`}
		${name !== null &&
		url !== '' &&
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
		${webhook.deliver === 'each_change' &&
		html`<dt>${CALLED.deliver}</dt>
			<dd>${DELIVERY_WORDS.deliver.each_change}</dd>`}
		${webhook.ordering === 'per_object' &&
		html`<dt>${CALLED.ordering}</dt>
			<dd>${DELIVERY_WORDS.ordering.per_object}</dd>`}
		<dt>Authorization</dt>
		<dd>${auth_header === null ? 'None' : 'A token is sent with every delivery'}</dd>
		<dt>Signing secret</dt>
		<dd>
			Stored. It was shown once, when it was created.
			${old && html`The old one also signs until ${exactTime(old.until)}.`}
		</dd>
		${consumer !== null &&
		html`<dt>Consumer</dt>
			<dd>
				${consumer}
				<span class="faint"
					>What has arrived is remembered under this name, also after the webhook is deleted.</span
				>
			</dd>`}
		<dt>Created</dt>
		<dd>${when(created_at, now)}</dd>
	</dl>`;
}

function testForm(pageContext: PageContext, webhook: WebhookRow): Html {
	const first = webhook.events[0];
	return formTo(
		pageContext,
		`${webhookPath(webhook.id)}/test`,
		html`${field(
				{
					name: 'type',
					label: 'Event',
					help:
						webhook.delivery === 'pull'
							? 'A sample of it waits until the receiver fetches it.'
							: 'A sample of it is sent right away.',
				},
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
