import { eventNames, events } from '../../../contract/events';
import { sampleEvent } from '../../../contract/sample';
import { html, type Html } from '../pages/html';
import { scheduleText } from '../webhooks/retry';
import { code, json } from './code';
import { VERIFICATION } from './verification';

/** Returns the chapters about events and how they are delivered. */
export function webhooksChapter(retryScheduleMs: readonly number[]): Html {
	return html`<h2 id="webhooks">Webhooks</h2>
		<p>
			A webhook sends the events you choose to your URL with POST, at least once each: the same
			event may come twice, with the same <code>webhook-id</code>. Answer with 2xx within 15
			seconds; anything else is tried again after ${scheduleText(retryScheduleMs)}.
			<code>Retry-After</code> on 429 and 503 is honoured, redirects are not followed, and 410
			pauses the webhook. Events do not always arrive in the order they happened: a larger
			<code>sequence</code> happened later.
		</p>
		<section id="verify">
			<h3><a href="#verify">Verify a delivery</a></h3>
			<p>
				Every delivery is signed by the
				<a href="https://www.standardwebhooks.com/">Standard Webhooks</a> specification, so the
				libraries made for it in many languages verify it with your secret. By hand, in JavaScript:
			</p>
			${code(VERIFICATION, 'Verification in JavaScript')}
		</section>
		<h2 id="events">Events</h2>
		<p>
			<code>data</code> holds the whole object as it is after the event, or as it last was.
			<code>previous</code> holds the old values of what <code>changed_fields</code> names.
		</p>
		${eventNames.map(eventSection)}`;
}

function eventSection(type: (typeof eventNames)[number]): Html {
	const { description, filters } = events[type];
	return html`<section id="${type}">
		<h3>
			<a href="#${type}"><code>${type}</code></a>
		</h3>
		<p>
			${description}${filters.length > 0 &&
			html` Filters:
			${filters.map((name, index) => html`${index > 0 && ', '}<code>${name}</code>`)}.`}
		</p>
		<details>
			<summary>Sample</summary>
			${json(sampleEvent(type), `Sample of ${type}`)}
		</details>
	</section>`;
}
