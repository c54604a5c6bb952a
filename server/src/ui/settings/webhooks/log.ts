import { inWords } from '../../../../../contract/fields';
import type { Attempt, Delivery } from '../../../../../contract/types';
import { formTo } from '../../kit/form';
import { html, type Html } from '../../../html/html';
import { exactTime, when } from '../../kit/time';
import { DELIVERY_STATUSES } from '../../../webhooks/deliveryLog';
import type { WebhookRow } from '../../../webhooks/store';
import { deliveryPath, webhookPath } from './paths';
import {
	eventTitle,
	heldHelp,
	outcomeOf,
	statusTag,
	subject,
	otherEvents,
	waitingHelp,
} from './words';
import type { PageContext } from '../../kit/pageContext';

/** A part of a delivery log. */
export type Log = {
	deliveries: Delivery[];
	/** The status it is narrowed to. */
	status: string | undefined;
	/** Whether it begins behind newer ones. */
	isOlder: boolean;
	/** Where the older ones begin. */
	older: string | null;
};

const SHOWN_OF_ANSWER = 300;

/** Returns the delivery log of a webhook. */
export function logSection(
	pageContext: PageContext,
	webhook: WebhookRow,
	log: Log,
	now: Date,
): Html {
	return html`<section id="log">
		<div class="heading">
			<h2>Deliveries</h2>
			${statusFilter(webhook, log)}
		</div>
		${log.deliveries.length === 0
			? html`<p class="empty">${nothingIn(log)}</p>`
			: table(pageContext, webhook, log.deliveries, now)}
		${pager(webhook, log)}
	</section>`;
}

function statusFilter({ id }: WebhookRow, { status }: Log): Html {
	return html`<form method="get" action="${webhookPath(id)}#log" class="inline">
		<label for="status">Status</label>
		<select id="status" name="status" data-submit-on-change>
			<option value="">All</option>
			${DELIVERY_STATUSES.map(
				(one) =>
					html`<option value="${one}" ${one === status && html`selected`}>${inWords(one)}</option>`,
			)}
		</select>
		<button class="quiet without-script">Show</button>
	</form>`;
}

function nothingIn({ status, isOlder }: Log): string {
	if (isOlder) return 'There are no older deliveries.';
	if (status) return `No delivery is ${status}.`;
	return 'Nothing was sent yet. The next event of this webhook will be listed here; send a test to try it now.';
}

function table(
	pageContext: PageContext,
	webhook: WebhookRow,
	deliveries: Delivery[],
	now: Date,
): Html {
	return html`<table class="rows log">
		<thead>
			<tr>
				<th scope="col">Event</th>
				<th scope="col">Status</th>
				<th scope="col">When</th>
				<th scope="col">Attempts</th>
				<th scope="col"><span class="hidden">Actions</span></th>
			</tr>
		</thead>
		<tbody>
			${deliveries.map((delivery) => row(pageContext, webhook, delivery, now))}
		</tbody>
	</table>`;
}

function row(pageContext: PageContext, webhook: WebhookRow, delivery: Delivery, now: Date): Html {
	const { id, event_type, status, created_at, next_attempt_at, attempts } = delivery;
	return html`<tr>
		<th scope="row">
			<a href="${deliveryPath(webhook.id, id)}">${eventTitle(event_type)}</a>
			${otherEvents(delivery)} ${subject(delivery)}
		</th>
		<td data-label="Status">
			<div>
				${statusTag(status)} ${heldHelp(webhook, delivery)} ${waitingHelp(webhook, delivery)}
			</div>
		</td>
		<td data-label="When">${when(created_at, now)}</td>
		<td data-label="Attempts">
			<div>
				${attempts.length === 0 ? html`<span class="faint">None yet</span>` : attemptList(attempts)}
				${next_attempt_at && html`<p class="help">Next at ${exactTime(next_attempt_at)}</p>`}
			</div>
		</td>
		<td class="acts">
			${webhook.status === 'active' && retryForm(pageContext, webhook, delivery)}
			${skipForm(pageContext, webhook, delivery)}
		</td>
	</tr>`;
}

function attemptList(attempts: Attempt[]): Html {
	const last = attempts.at(-1) as Attempt;
	return html`<details>
		<summary>
			${attempts.length > 1 && `${attempts.length} tries, last: `}${outcomeOf(last)}
		</summary>
		<ol class="attempts">
			${attempts.map(
				(attempt) =>
					html`<li>
						${attempts.length > 1 && html`<strong>${outcomeOf(attempt)}</strong>`}
						<span class="exact">${exactTime(attempt.started_at)}</span>
						${attempt.error} ${attempt.answer && html`<code>${shortened(attempt.answer)}</code>`}
					</li>`,
			)}
		</ol>
	</details>`;
}

function shortened(answer: string): string {
	return answer.length > SHOWN_OF_ANSWER ? `${answer.slice(0, SHOWN_OF_ANSWER)} …` : answer;
}

/** Returns the button that has a delivery sent again. */
export function retryForm(pageContext: PageContext, webhook: WebhookRow, delivery: Delivery): Html {
	const title = eventTitle(delivery.event_type);
	return formTo(
		pageContext,
		`${deliveryPath(webhook.id, delivery.id)}/retry`,
		html`<button class="quiet">Retry<span class="hidden"> ${title}</span></button>`,
	);
}

/** Returns the button that gives up a delivery that waits; nothing for one that is done with. */
export function skipForm(
	pageContext: PageContext,
	webhook: WebhookRow,
	delivery: Delivery,
): Html | false {
	const title = eventTitle(delivery.event_type);
	return (
		['pending', 'held'].includes(delivery.status) &&
		formTo(
			pageContext,
			`${deliveryPath(webhook.id, delivery.id)}/skip`,
			html`<button class="quiet">Skip<span class="hidden"> ${title}</span></button>`,
		)
	);
}

function pager({ id }: WebhookRow, { status, isOlder, older }: Log): Html | false {
	const query = status ? `status=${status}&` : '';
	return (
		(isOlder || older !== null) &&
		html`<p class="inline">
			${isOlder && html`<a class="button quiet" href="${webhookPath(id)}?${query}#log">Newest</a>`}
			${older &&
			html`<a class="button quiet" href="${webhookPath(id)}?${query}cursor=${older}#log">Older</a>`}
		</p>`
	);
}
