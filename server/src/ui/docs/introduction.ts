import { firstDealCommand } from '../../keys/firstDeal';
import { html, type Html } from '../../html/html';
import { code } from './code';

/** Returns what holds for every call. */
export function introduction(publicUrl: string): Html {
	const first = firstDealCommand(publicUrl, '$FLUID_API_KEY');
	return html`<h2 id="start">Start here</h2>
		<p>This creates a deal with its contact in the first stage of your first pipeline:</p>
		${code(first, 'The first deal')}
		<p>
			Create an API key under Settings &gt; Automations &gt; API. A key gives access to one
			workspace. Requests and responses are JSON; times are ISO 8601 in UTC. This reference is also
			available as <a href="/openapi.json">OpenAPI 3.1</a>.
		</p>
		<h2 id="lists">Lists</h2>
		<p>
			A list returns <code>{ "data": [...], "next_cursor": null | "..." }</code>. Send
			<code>next_cursor</code> as <code>cursor</code> to get the next page; null means there are no
			more. <code>limit</code> is 1 to 200. When left out, a page has 50 entries, and pipelines,
			stages, custom fields and lead forms are returned all at once.
		</p>
		<h2 id="limits">Limits</h2>
		<p>
			A request body can have up to 5&nbsp;MB, and one request up to 1,000 deals or contacts. A key
			that sends too many requests gets status 429 with <code>Retry-After</code> in seconds.
		</p>`;
}
