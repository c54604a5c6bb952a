import { calls } from '../../../../contract/calls';
import { html, type Html } from '../../html/html';
import { readingPage } from '../kit/layout';
import { callAnchor } from './anchor';
import { callSection } from './callSection';
import { introduction } from './introduction';
import { problemsChapter } from './problemsChapter';
import { webhooksChapter } from './webhooksChapter';

const groups = [...Map.groupBy(calls, ({ group }) => group)];

/** Returns the reference page, put together from the contract. */
export function docsPage(publicUrl: string, retryScheduleMs: readonly number[]): string {
	return readingPage(
		'API reference',
		contents(),
		html`<p class="lead">Send leads, change deals and contacts, and receive events.</p>
			${introduction(publicUrl)}
			${groups.map(
				([group, own]) =>
					html`<h2 id="${chapterAnchor(group)}">${group}</h2>
						${own.map((call) => callSection(call, publicUrl))}`,
			)}
			${webhooksChapter(retryScheduleMs)} ${problemsChapter(publicUrl)}`,
	);
}

function contents(): Html {
	return html`<h2>In general</h2>
		<ul>
			<li><a href="#start">Start here</a></li>
			<li><a href="#lists">Lists</a></li>
			<li><a href="#limits">Limits</a></li>
			<li><a href="#problems">Problems</a></li>
		</ul>
		${groups.map(
			([group, own]) =>
				html`<h2>${group}</h2>
					<ul>
						${own.map((call) => html`<li><a href="#${callAnchor(call)}">${call.title}</a></li>`)}
					</ul>`,
		)}
		<h2>Deliveries</h2>
		<ul>
			<li><a href="#webhooks">How events are sent</a></li>
			<li><a href="#verify">Verify a delivery</a></li>
			<li><a href="#events">Events</a></li>
		</ul>`;
}

function chapterAnchor(group: string): string {
	return `calls-${group.toLowerCase()}`;
}
