import { exampleProblem } from '../../../contract/exampleOf';
import { type ProblemCode, problems } from '../../../contract/problems';
import { html, type Html } from '../pages/html';
import { json } from './code';

/** Returns the chapter about problems; the `type` of every problem leads to its place in it. */
export function problemsChapter(publicUrl: string): Html {
	return html`<h2 id="problems">Problems</h2>
		<p>
			A refused request is answered with <code>application/problem+json</code> (RFC 9457).
			<code>code</code> never changes, <code>detail</code> says what to do next, and
			<code>errors</code> names each place in the input by a JSON Pointer.
		</p>
		${json(exampleProblem('deal_not_found', publicUrl), 'Example of a problem')}
		${(Object.keys(problems) as ProblemCode[]).map(problemSection)}`;
}

function problemSection(code: ProblemCode): Html {
	const { status, title, detail } = problems[code];
	return html`<section id="${code}">
		<h3>
			<a href="#${code}"><code>${code}</code></a> <span class="quiet">${status} ${title}</span>
		</h3>
		<p>${detail}</p>
	</section>`;
}
