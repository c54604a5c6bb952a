import { eventNames, events } from '../../../../contract/events';
import { sampleEvent } from '../../../../contract/sample';
import { html, type Html } from '../../html/html';
import { code, json } from './code';
import { VERIFICATION } from './verification';
import { scheduleText } from '../../values/retrySchedule';

/** Returns the chapters about events and how they are delivered. */
export function webhooksChapter(retryScheduleMs: readonly number[]): Html {
	return html`<h2 id="webhooks">Webhooks</h2>
		<p>
			A webhook sends the events you choose to your URL with POST, at least once each: an event can
			arrive twice, with the same <code>webhook-id</code>. Answer with 2xx within 15 seconds;
			anything else is tried again after ${scheduleText(retryScheduleMs)}.
			<code>Retry-After</code> on 429 and 503 is respected, redirects are not followed, and 410
			pauses the webhook. Events do not always arrive in the order they happened: the one with the
			larger <code>sequence</code> happened later.
		</p>
		<section id="verify">
			<h3><a href="#verify">Verify a delivery</a></h3>
			<p>
				Every delivery is signed as the
				<a href="https://www.standardwebhooks.com/">Standard Webhooks</a> specification says, so its
				libraries, available in many languages, can verify it with your secret. Without a library,
				in JavaScript:
			</p>
			${code(VERIFICATION, 'Verification in JavaScript')}
		</section>
		<h2 id="events">Events</h2>
		<p>
			<code>data</code> holds the whole object as it is after the event; for a deleted one, as it
			last was. <code>previous</code> holds the old values of the fields listed in
			<code>changed_fields</code>.
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
