import type { TroubledWebhook } from '../../../alerts/trouble';
import { html, type Html } from '../../../html/html';
import { exactTime } from '../../kit/time';
import { ALERTS } from './paths';
import { webhookPath } from '../webhooks/paths';
import { calledOf } from '../../../webhooks/calledOf';

/** How many webhooks the board names; the page of alerts has them all. */
const MOST_NAMED = 3;

/** Returns what is wrong with a webhook, with the way to its page. */
export function troubleOf(webhook: TroubledWebhook): Html {
	const name = html`<a href="${webhookPath(webhook.id)}">${calledOf(webhook)}</a>`;
	return webhook.condition === 'paused'
		? html`The webhook ${name} is paused: ${webhook.paused_reason}`
		: html`Every delivery of the webhook ${name} has failed since
			${exactTime(webhook.failing_since as string)}.`;
}

/** Returns what the board says of webhooks in trouble; nothing when there is none. */
export function troubleNote(troubled: TroubledWebhook[]): Html | false {
	const more = troubled.length - MOST_NAMED;
	return (
		troubled.length > 0 &&
		html`<div class="warning" role="status">
			${troubled.slice(0, MOST_NAMED).map((webhook) => html`<p>${troubleOf(webhook)}</p>`)}
			${more > 0 && html`<p><a href="${ALERTS}">${more} more webhooks in trouble</a></p>`}
		</div>`
	);
}
