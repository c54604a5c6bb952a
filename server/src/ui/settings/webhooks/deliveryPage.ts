import type { Attempt, Delivery } from '../../../../../contract/types';
import { html, type Html } from '../../../html/html';
import type { Page } from '../../kit/layout';
import { when } from '../../kit/time';
import type { WebhookRow } from '../../../webhooks/store';
import { retryForm, skipForm } from './log';
import { deliveryPath, WEBHOOKS, webhookPath } from './paths';
import {
	heldHelp,
	subject,
	eventTitle,
	outcomeOf,
	statusTag,
	otherEvents,
	waitingHelp,
} from './words';
import { calledOf } from '../../../webhooks/calledOf';
import type { PageContext } from '../../kit/pageContext';

/** A delivery that is due this soon is looked at again by itself. */
const SOON_MS = 60_000;

/** Returns the page of one delivery: every attempt with its answer, and what was sent. */
export function deliveryPage(
	pageContext: PageContext,
	webhook: WebhookRow,
	delivery: Delivery,
	body: string | undefined,
	now: Date,
): Page {
	const { event_type, event_id, status, created_at, next_attempt_at, attempts } = delivery;
	const help = heldHelp(webhook, delivery) || waitingHelp(webhook, delivery);
	return {
		title: `Delivery: ${eventTitle(event_type)}`,
		current: WEBHOOKS,
		main: html`<p>To <a href="${webhookPath(webhook.id)}">${calledOf(webhook)}</a></p>
			<div id="delivery" ${isSoon(delivery, now) && looksAgain(webhook, delivery)}>
				<section class="card">
					<dl class="facts">
						<dt>Status</dt>
						<dd>${statusTag(status)}${help}</dd>
						${about(delivery)}
						<dt>Event</dt>
						<dd>
							<code>${event_type}</code> <span class="faint">${event_id}</span>
							${otherEvents(delivery)}
						</dd>
						${delivery.change_id &&
						html`<dt>Change</dt>
							<dd><span class="faint">${delivery.change_id}</span></dd>`}
						<dt>When</dt>
						<dd>${when(created_at, now)}</dd>
						${next_attempt_at &&
						html`<dt>Next try</dt>
							<dd>${when(next_attempt_at, now)}</dd>`}
					</dl>
					${webhook.status === 'active'
						? html`<div class="actions">
								${retryForm(pageContext, webhook, delivery)}
								${skipForm(pageContext, webhook, delivery)}
							</div>`
						: html`<p class="help">The webhook is paused. Resume it to send this again.</p>`}
				</section>
				<h2>Attempts</h2>
				${attempts.length === 0
					? html`<p class="empty">
							None yet.${isSoon(delivery, now) && ' Reload the page in a moment.'}
						</p>`
					: attempts.toReversed().map((attempt) => attemptCard(attempt, now))}
			</div>
			${body !== undefined &&
			html`<details>
				<summary><h2>What is sent</h2></summary>
				<pre tabindex="0" aria-label="Body of the delivery"><code>${pretty(body)}</code></pre>
			</details>`}`,
	};
}

function about(delivery: Delivery): Html | false {
	const name = subject(delivery);
	return (
		name &&
		html`<dt>${delivery.deal_id === null ? 'Contact' : 'Deal'}</dt>
			<dd>${name}</dd>`
	);
}

function isSoon({ status, next_attempt_at }: Delivery, now: Date): boolean {
	return status === 'pending' && Date.parse(next_attempt_at ?? '') - now.getTime() < SOON_MS;
}

function looksAgain({ id }: WebhookRow, delivery: Delivery): Html {
	const path = deliveryPath(id, delivery.id);
	return html`hx-get="${path}" hx-trigger="every 1s" hx-select="#delivery" hx-swap="outerHTML"`;
}

function attemptCard(attempt: Attempt, now: Date): Html {
	const { number, started_at, request_headers, error, answer } = attempt;
	return html`<section class="card">
		<h3>
			Attempt ${number}: ${outcomeOf(attempt)}
			${error === null ? statusTag('succeeded') : statusTag('failed')}
		</h3>
		<p>${when(started_at, now)}</p>
		${error && html`<p class="invalid">${error}</p>`}
		${answer
			? html`<pre
					tabindex="0"
					aria-label="Answer to attempt ${number}"
				><code>${answer}</code></pre>`
			: html`<p class="faint">${withoutAnswer(attempt)}</p>`}
		${request_headers && sentHeaders(number, request_headers)}
	</section>`;
}

function withoutAnswer({ status_code, error, answer }: Attempt): string {
	if (status_code === null && error === null) return 'The receiver has fetched it and said so.';
	return answer === null ? 'No answer came.' : 'The answer was empty.';
}

function sentHeaders(number: number, headers: Record<string, string>): Html {
	const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
	return html`<details>
		<summary>Request headers</summary>
		<pre tabindex="0" aria-label="Request headers of attempt ${number}"><code>${lines.join(
			'\n',
		)}</code></pre>
	</details>`;
}

function pretty(body: string): string {
	return JSON.stringify(JSON.parse(body), null, 2);
}
