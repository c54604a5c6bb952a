import { firstDealCommand } from '../keys/firstDeal';
import { html, type Html } from '../pages/html';
import { code } from './code';

/** Returns what holds for every call. */
export function introduction(publicUrl: string): Html {
	const first = firstDealCommand(publicUrl, '$FLUID_API_KEY');
	return html`<h2 id="start">Start here</h2>
		<p>This makes a deal, with its contact, in the first stage of your first pipeline:</p>
		${code(first, 'The first deal')}
		<p>
			The API key is under Settings &gt; Automations &gt; API. It reaches its own workspace and
			nothing else. Bodies and answers are JSON; times are ISO 8601 in UTC. The same as
			<a href="/openapi.json">OpenAPI 3.1</a>.
		</p>
		<h2 id="lists">Lists</h2>
		<p>
			A list answers <code>{ "data": [...], "next_cursor": null | "..." }</code>. Give
			<code>next_cursor</code> as <code>cursor</code> for the next page; null means the end.
			<code>limit</code> is 1 to 200; when left out, a page has 50 entries, and pipelines, stages,
			custom fields and lead forms come all at once.
		</p>
		<h2 id="limits">Limits</h2>
		<p>
			A body has at most 5&nbsp;MB, and one request up to 1,000 deals. A key that sends too many
			requests is answered 429 with
			<code>Retry-After</code> in seconds.
		</p>`;
}
