import { exampleAnswer, exampleUrl } from '../../../../contract/callExample';
import type { ApiCall, Parameter } from '../../../../contract/calls';
import { exampleOf } from '../../../../contract/exampleOf';
import type { ProblemCode } from '../../../../contract/problems';
import { html, type Html, type Part } from '../../html/html';
import { callAnchor } from './anchor';
import { code, json } from './code';
import { fieldList } from './fieldList';

/** Returns what stands in the reference about one call. */
export function callSection(call: ApiCall, publicUrl: string): Html {
	const name = `${call.method} ${call.path}`;
	return html`<section id="${callAnchor(call)}">
		<h3>
			<a href="#${callAnchor(call)}"><code>${name}</code></a> ${call.title}
		</h3>
		<p>${call.description}</p>
		${parameters([...(call.query ?? []), ...(call.headers ?? [])], call.pages)}
		${call.body?.map(fieldList)} ${code(request(call, publicUrl), `Example of ${name}`)}
		${answers(call, name)} ${problemLinks(call.problems)}
	</section>`;
}

function parameters(own: Parameter[], isPaged: boolean | undefined): Part {
	if (own.length === 0 && !isPaged) return null;
	return html`<dl>
		${own.map(
			({ name, description, enum: choices }) =>
				html`<dt>
						<code>${name}</code>${choices &&
						html` <span class="faint">${choices.join(' | ')}</span>`}
					</dt>
					<dd>${description}</dd>`,
		)}
		${isPaged &&
		html`<dt><code>limit</code>, <code>cursor</code></dt>
			<dd>See <a href="#lists">lists</a>.</dd>`}
	</dl>`;
}

function request(call: ApiCall, publicUrl: string): string {
	const [body] = call.body ?? [];
	const isMeant = call.method === (body ? 'POST' : 'GET');
	const lines = [`curl ${isMeant ? '' : `-X ${call.method} `}"${publicUrl}${exampleUrl(call)}"`];
	const key = call.key === 'agency' ? 'FLUID_AGENCY_KEY' : 'FLUID_API_KEY';
	if (!call.isPublic) lines.push(`-H "Authorization: Bearer $${key}"`);
	if (body) lines.push('-H "Content-Type: application/json"', `-d '${inQuotes(exampleOf(body))}'`);
	return lines.join(' \\\n  ');
}

/** A quote inside single quotes ends them, for a shell. */
function inQuotes(value: unknown): string {
	return JSON.stringify(value, null, 2).replaceAll("'", `'\\''`);
}

function answers(call: ApiCall, name: string): Html[] {
	return Object.entries(call.answers).map(([status, { description, location }]) => {
		const example = exampleAnswer(call, status);
		const says = html`<strong>${status}</strong> ${description}
			${location &&
			html`The header <code>Location</code> has its address, <code>${location}</code>.`}`;
		if (example === undefined) return html`<p>${says}</p>`;
		return html`<details>
			<summary>${says}</summary>
			${json(example, `Answer ${status} to ${name}`)}
		</details>`;
	});
}

function problemLinks(codes: ProblemCode[]): Part {
	if (codes.length === 0) return null;
	const links = codes.map((one, index) => html`${index > 0 && ', '}<a href="#${one}">${one}</a>`);
	return html`<p class="faint">Problems: ${links}</p>`;
}
