import { exampleProblem } from '../../../../contract/exampleOf';
import { type FaultDeclaration, faultCodes } from '../../../../contract/faults';
import { type ProblemCode, problems } from '../../../../contract/problems';
import { html, type Html } from '../../html/html';
import { json } from './code';

/** Returns the chapter about problems; the `type` of every problem leads to its place in it. */
export function problemsChapter(publicUrl: string): Html {
	return html`<h2 id="problems">Problems</h2>
		<p>
			A refused request gets an <code>application/problem+json</code> response (RFC 9457).
			<code>code</code> never changes, <code>detail</code> says what to do next, and
			<code>errors</code> lists each place in the input as a JSON Pointer, with a
			<code>code</code> for the kind of error. <code>params</code>, if present, hold the values that
			the sentence mentions, so that you do not have to parse it. <code>request_id</code> is what
			support finds the request by; every answer has it in the header <code>Fluid-Request-Id</code>.
		</p>
		${json(exampleProblem('deal_not_found', publicUrl), 'Example of a problem')}
		${(Object.keys(problems) as ProblemCode[]).map(problemSection)}
		<h3 id="faults">Codes of errors</h3>
		<dl>${Object.entries(faultCodes).map(faultEntry)}</dl>`;
}

function faultEntry([code, { meaning, params }]: [string, FaultDeclaration]): Html {
	return html`<dt><code>${code}</code></dt>
		<dd>${meaning} ${paramList(params)}</dd>`;
}

function paramList(params: string[]): Html {
	const names = params.map((name, index) => html`${index > 0 ? ', ' : ''}<code>${name}</code>`);
	return params.length === 0 ? html`` : html`<span class="quiet">params: ${names}</span>`;
}

function problemSection(code: ProblemCode): Html {
	const { status, title, detail, params = [] } = problems[code];
	return html`<section id="${code}">
		<h3>
			<a href="#${code}"><code>${code}</code></a> <span class="faint">${status} ${title}</span>
		</h3>
		<p>${detail} ${paramList(params)}</p>
	</section>`;
}
