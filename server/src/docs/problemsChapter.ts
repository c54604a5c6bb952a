import { exampleProblem } from '../../../contract/exampleOf';
import { type FaultDeclaration, faultCodes } from '../../../contract/faults';
import { type ProblemCode, problems } from '../../../contract/problems';
import { html, type Html } from '../pages/html';
import { json } from './code';

/** Returns the chapter about problems; the `type` of every problem leads to its place in it. */
export function problemsChapter(publicUrl: string): Html {
	return html`<h2 id="problems">Problems</h2>
		<p>
			A refused request is answered with <code>application/problem+json</code> (RFC 9457).
			<code>code</code> never changes, <code>detail</code> says what to do next, and
			<code>errors</code> names each place in the input by a JSON Pointer, and the kind of fault by
			a <code>code</code> of its own. Where there are <code>params</code>, they hold what the
			sentence speaks of, so that nobody has to read it out of the sentence.
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
