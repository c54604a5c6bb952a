import type { Run } from '../../../../../contract/types';
import { html, type Html } from '../../../html/html';
import type { Page } from '../../kit/layout';
import { madeByInWords } from '../../../undo/inWords';
import { when } from '../../kit/time';
import { RUNS, runPath } from './paths';

/** Returns the page that lists runs. */
export function runsPage(runs: Run[], more: string | undefined, now: Date): Page {
	return {
		title: 'Undo a run',
		current: RUNS,
		main: html`<p class="lead">
				A run is one execution in n8n, a day of a Zap, one import, or whatever a request names in
				its header <code>Fluid-Run</code>. What it created, changed and noted can be taken back for
				30 days, except where somebody has changed it since.
			</p>
			${runs.length === 0
				? html`<p class="empty">No run has changed anything in the last 30 days.</p>`
				: table(runs, now)}
			${more && html`<p><a href="${more}">Show older runs</a></p>`}`,
	};
}

function table(runs: Run[], now: Date): Html {
	return html`<table class="rows">
		<thead>
			<tr>
				<th scope="col">Run</th>
				<th scope="col">Made by</th>
				<th scope="col">Changes</th>
				<th scope="col">Last change</th>
				<th scope="col">Undo</th>
			</tr>
		</thead>
		<tbody>
			${runs.map((run) => row(run, now))}
		</tbody>
	</table>`;
}

function row(run: Run, now: Date): Html {
	return html`<tr>
		<th scope="row"><a href="${runPath(run.id)}">${run.id}</a></th>
		<td data-label="Made by">${madeByInWords(run)}</td>
		<td data-label="Changes">${run.changes.toLocaleString('en')}</td>
		<td data-label="Last change">${when(run.last_change_at, now)}</td>
		<td data-label="Undo">${state(run)}</td>
	</tr>`;
}

function state({ undo }: Run): Html {
	if (undo === null) return html`<span class="faint">Not undone</span>`;
	if (undo.status === 'under_way') return html`<span class="tag">Under way</span>`;
	return html`<span class="tag good">Undone</span>`;
}
