import { html, type Html } from '../../html/html';

/**
 * Returns a text to be taken along, with a button that copies it. Without JavaScript one click selects all of it.
 *
 * @param what names it for the button, e.g. "API key"
 */
export function toCopy(id: string, what: string, text: string): Html {
	return html`<div class="copy">
		<pre tabindex="0" aria-label="${what}"><code id="${id}">${text}</code></pre>
		<button type="button" class="quiet" data-copy="#${id}">
			Copy<span class="hidden"> ${what}</span>
		</button>
	</div>`;
}
