import type { ReplayInput } from '../../../../../contract/types';
import { inUtc } from '../../../values/moment';
import { confirmation } from '../../kit/confirm';
import { html, type Html } from '../../../html/html';
import type { Page } from '../../kit/layout';
import { exactTime } from '../../kit/time';
import type { WebhookRow } from '../../../webhooks/store';
import { WEBHOOKS, webhookPath } from './paths';
import { calledOf } from '../../../webhooks/calledOf';
import type { PageContext } from '../../kit/pageContext';

/** Returns the page that says how much would be sent again, and asks whether to. */
export function replayQuestion(
	pageContext: PageContext,
	webhook: WebhookRow,
	input: ReplayInput & { until: string },
	count: number,
): Page {
	const events = count === 1 ? '1 event' : `${count.toLocaleString('en')} events`;
	const back = webhookPath(webhook.id);
	return {
		title: count === 0 ? 'Nothing to send again' : `Send ${events} again?`,
		current: WEBHOOKS,
		main:
			count === 0
				? html`<div class="card">
						<p>${nothing(webhook, input)} ${left(webhook, input)}</p>
						<p><a class="button" href="${back}">Go to the webhook</a></p>
					</div>`
				: confirmation(pageContext, {
						action: `${back}/replay`,
						back,
						act: `Send ${events} again`,
						isHarmless: true,
						fields: answered(input),
						consequence: html`<p>
							${input.only_missed
								? `${events} since ${exactTime(input.since)} did not reach`
								: `${events} since ${exactTime(input.since)}, whether they arrived before or not, go to`}
							<strong>${calledOf(webhook)}</strong>${input.only_missed
								? ': their deliveries failed or were held.'
								: '. Those that arrived before will arrive a second time.'}
							${left(webhook, input)}
						</p>`,
					}),
	};
}

function nothing(webhook: WebhookRow, { since, only_missed }: ReplayInput): string {
	return only_missed
		? `No delivery to ${calledOf(webhook)} failed or was held since ${exactTime(since)} without arriving later.`
		: `Nothing has happened since ${exactTime(since)} that ${calledOf(webhook)} is subscribed to.`;
}

function left({ created_at }: WebhookRow, { since, include_older }: ReplayInput): string {
	return include_older || inUtc(since) >= created_at
		? ''
		: `Events from before the webhook was created, on ${exactTime(created_at)}, are not included.`;
}

function answered({ since, until, only_missed, include_older }: ReplayInput): Html {
	return html`<input type="hidden" name="since" value="${since}" />
		<input type="hidden" name="until" value="${until}" />
		<input type="hidden" name="which" value="${only_missed ? 'missed' : 'all'}" />
		${include_older && html`<input type="hidden" name="older" value="on" />`}`;
}
