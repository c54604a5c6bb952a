import { html, type Html } from '../../../html/html';
import { toCopy } from '../../kit/copy';

/** A deal as any tool can send it: whoever has the same email address gets no second open deal. */
const LEAD = {
	match_on: 'email',
	name: 'Acme website',
	value: 4800,
	contact: { email: 'ada@example.com', first_name: 'Ada', last_name: 'Lovelace' },
	note: 'Asked for a quote.',
};

/** What stands where the key has to be put in. */
export const KEY_PLACE = 'YOUR_API_KEY';

/** What a tool calls the parts of a request. */
export type Names = { method: string; url: string; headers: string; body: string };

/** Returns the parts of a request that makes a deal, each to copy under the name the tool has for it. */
export function requestParts(tool: string, publicUrl: string, names: Names): Html {
	const id = (part: string) => `${tool}-${part}`;
	return html`<dl class="paste">
		<dt>${names.method}</dt>
		<dd><code>POST</code></dd>
		<dt>${names.url}</dt>
		<dd>${toCopy(id('url'), 'address', `${publicUrl}/api-ingest`)}</dd>
		<dt>${names.headers}</dt>
		<dd>
			<code>Authorization</code> with the value
			${toCopy(id('authorization'), 'value of Authorization', `Bearer ${KEY_PLACE}`)}
			<code>Content-Type</code> with the value <code>application/json</code>
		</dd>
		<dt>${names.body}</dt>
		<dd>${toCopy(id('body'), 'body', JSON.stringify(LEAD, null, 2))}</dd>
	</dl>`;
}

/** Returns what holds for every body that is put together in another tool. */
export function bodyAdvice(): Html {
	return html`<p class="help">
		Replace <code>${KEY_PLACE}</code> with your API key, and the sample values with values from your
		earlier steps. <code>match_on</code> updates the open deal with the same email address instead
		of creating a second one. <a href="/docs#post-api-ingest">All fields</a>
	</p>`;
}
