import { html, type Html } from '../../html/html';

/** Returns a piece of code; it scrolls by keyboard where it is wider than the page. */
export function code(text: string, label: string): Html {
	return html`<pre tabindex="0" role="region" aria-label="${label}"><code>${text}</code></pre>`;
}

/** Returns a value as indented JSON. */
export function json(value: unknown, label: string): Html {
	return code(JSON.stringify(value, null, 2), label);
}
