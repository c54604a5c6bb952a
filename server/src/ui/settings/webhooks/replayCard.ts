import { field } from '../../kit/field';
import { html, type Html } from '../../../html/html';
import { exactTime } from '../../kit/time';
import { webhookPath } from './paths';
import type { WebhookPage } from './webhookView';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Returns the form that asks what is to be sent again. Sending it only leads to the question how much that is. */
export function replayCard({ webhook, held, replay }: WebhookPage, now: Date): Html {
	const since = held?.since ?? new Date(now.getTime() - DAY_MS).toISOString();
	return html`${held && heldNote(held)}
		<form method="get" action="${webhookPath(webhook.id)}/replay">
			${field(
				{ name: 'since', label: 'Since (UTC)', fault: replay?.fault },
				(attributes) =>
					html`<input
						${attributes}
						type="datetime-local"
						step="1"
						value="${replay?.since ?? since.slice(0, 19)}"
						required
					/>`,
			)}
			<fieldset class="plain">
				<legend>What to send again</legend>
				${choice('missed', 'Only what failed or was held', replay?.which !== 'all')}
				${choice('all', 'Everything, whether it arrived before or not', replay?.which === 'all')}
			</fieldset>
			<label class="choice">
				<input type="checkbox" name="older" ${replay?.older && html`checked`} />
				Also events from before this webhook was created, on ${exactTime(webhook.created_at)}
			</label>
			<p class="help">The next page shows how many events this is and asks before sending them.</p>
			<div class="actions"><button class="quiet">Replay</button></div>
		</form>`;
}

function choice(value: string, label: string, isChosen: boolean): Html {
	return html`<label class="choice">
		<input type="radio" name="which" value="${value}" ${isChosen && html`checked`} /> ${label}
	</label>`;
}

function heldNote({ count, since }: { count: number; since: string }): Html {
	const many = count === 1 ? '1 delivery was' : `${count.toLocaleString('en')} deliveries were`;
	return html`<p class="warning">
		${many} held while the webhook was paused, the first at ${exactTime(since)}. Replay to send
		them.
	</p>`;
}
