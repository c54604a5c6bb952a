import type { Delivery } from '../../../../../contract/types';
import { html, type Html } from '../../../html/html';
import type { Page } from '../../kit/layout';
import { when } from '../../kit/time';
import type { WebhookRow } from '../../../webhooks/store';
import { WEBHOOKS, webhookPath } from './paths';
import { eventTitles, webhookHealth, statusTag } from './words';
import { calledOf } from '../../../webhooks/calledOf';

const MOST_TITLES = 3;

type Last = Map<string, Pick<Delivery, 'status' | 'created_at'>>;

/** Returns the page that lists the webhooks. */
export function webhooksPage(
	webhooks: WebhookRow[],
	last: Last,
	older: string | null,
	now: Date,
): Page {
	return {
		title: 'Webhooks',
		current: WEBHOOKS,
		main: html`<p class="lead">
				A webhook sends events to your URL, such as an n8n workflow, as soon as they happen. Zaps
				and n8n triggers add theirs automatically.
			</p>
			<p><a class="button" href="${WEBHOOKS}/new">Add webhook</a></p>
			${webhooks.length === 0
				? html`<p class="empty">
						There are no webhooks yet. Add one to send new deals, stage changes, won deals and more
						to another tool.
					</p>`
				: table(webhooks, last, now)}
			${older && html`<p><a href="${WEBHOOKS}?cursor=${older}">Older webhooks</a></p>`}`,
	};
}

function table(webhooks: WebhookRow[], last: Last, now: Date): Html {
	return html`<table class="rows webhooks">
		<thead>
			<tr>
				<th scope="col">Webhook</th>
				<th scope="col">Events</th>
				<th scope="col">Status</th>
				<th scope="col">Last delivery</th>
			</tr>
		</thead>
		<tbody>
			${webhooks.map(
				(webhook) =>
					html`<tr>
						<th scope="row">
							<a href="${webhookPath(webhook.id)}">${calledOf(webhook)}</a>
							${webhook.delivery === 'pull'
								? html`<p class="help">Fetched by its receiver</p>`
								: webhook.name !== null && html`<p class="help">${webhook.url}</p>`}
						</th>
						<td data-label="Events">${eventTitles(webhook.events, MOST_TITLES)}</td>
						<td data-label="Status">
							<div>
								${webhookHealth(webhook, now)}
								${webhook.paused_reason && html`<p class="help">${webhook.paused_reason}</p>`}
							</div>
						</td>
						<td data-label="Last delivery">${lastOf(last, webhook.id, now)}</td>
					</tr>`,
			)}
		</tbody>
	</table>`;
}

function lastOf(last: Last, id: string, now: Date): Html {
	const delivery = last.get(id);
	if (!delivery) return html`<span class="faint">None yet</span>`;
	return html`<div>${statusTag(delivery.status)} ${when(delivery.created_at, now)}</div>`;
}
