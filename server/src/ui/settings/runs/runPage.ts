import type { Run, RunKept, RunPreview } from '../../../../../contract/types';
import { html, type Html, type Part } from '../../../html/html';
import {
	deliveriesInWords,
	goingOnInWords,
	madeByInWords,
	undoInWords,
} from '../../../undo/inWords';
import { confirmation } from '../../kit/confirm';
import type { Page } from '../../kit/layout';
import type { PageContext } from '../../kit/pageContext';
import { exactTime } from '../../kit/time';
import { RUNS, runPath } from './paths';

/** What the page of a run shows: what undoing it would come to, unless that is under way or still to be counted. */
export type RunView = { run: Run; preview: RunPreview | undefined; kept: RunKept[]; now: Date };

/** Returns the page of a run, which asks before it is undone and says what came of it. */
export function runPage(pageContext: PageContext, view: RunView): Page {
	const { run } = view;
	return {
		title: `Run ${run.id}`,
		current: RUNS,
		main: html`<p><a href="${RUNS}">All runs</a></p>
			<dl class="facts">
				<dt>Made by</dt>
				<dd>${madeByInWords(run)}</dd>
				<dt>Changes</dt>
				<dd>${run.changes.toLocaleString('en')}</dd>
				<dt>First and last</dt>
				<dd>${exactTime(run.first_change_at)} to ${exactTime(run.last_change_at)}</dd>
				<dt>Can be undone until</dt>
				<dd>${exactTime(run.undo_until)}</dd>
			</dl>
			${outcome(run)}
			<div id="question">${question(pageContext, view)} ${keptTable(view)}</div>`,
	};
}

function outcome({ id, undo }: Run): Part {
	if (undo === null) return '';
	if (undo.status === 'done')
		return html`<section class="card" id="outcome">
			<h2>Undone on ${exactTime(undo.finished_at as string)}</h2>
			${sentences(undoInWords(undo.counts, 'was'), 'Nothing of this run was left to undo.')}
		</section>`;
	const path = runPath(id);
	return html`<section
		class="card"
		id="outcome"
		aria-live="polite"
		hx-get="${path}"
		hx-trigger="every 2s"
		hx-select="#outcome"
		hx-swap="outerHTML"
	>
		<h2>Being undone</h2>
		${sentences(undoInWords(undo.counts, 'was'), 'It has just begun.')}
		<p class="help">It goes on when you leave this page. <a href="${path}">Look again</a></p>
	</section>`;
}

function question(pageContext: PageContext, { run, preview, now }: RunView): Part {
	if (!preview) return run.undo?.status === 'under_way' ? '' : counting(run);
	const { kept: _kept, ...gone } = preview.counts;
	const isAny = Object.values(gone).some((count) => count > 0);
	const words = undoInWords(preview.counts, 'will_be');
	if (!isAny && run.undo !== null) return '';
	const goingOn = goingOnInWords(run.last_change_at, now);
	return html`<h2>${run.undo === null ? 'Undo this run?' : 'Undo what is left?'}</h2>
		${confirmation(pageContext, {
			action: `${runPath(run.id)}/undo`,
			back: RUNS,
			consequence: isAny
				? html`${sentences(words, '')} ${goingOn && html`<p>${goingOn}</p>`}
						<p>${deliveriesInWords(preview.deliveries)} <b>This cannot be undone.</b></p>`
				: html`${sentences(words, 'Nothing of this run is left.')}
						<p>
							Nothing will be changed, but afterwards what it had sent can be sent again, e.g. the
							same file be imported.
						</p>`,
			act: 'Undo this run',
		})}`;
}

/** Of a run with many changes, counting takes some seconds: the page is there before. */
function counting({ id, changes }: Run): Html {
	const path = `${runPath(id)}?counted=yes`;
	return html`<section
		class="card"
		hx-get="${path}"
		hx-trigger="load"
		hx-select="#question"
		hx-target="#question"
		hx-swap="outerHTML"
	>
		<h2>Counting what undoing it would change</h2>
		<p>
			This takes a moment for ${changes.toLocaleString('en')} changes. Nothing is changed yet.
			<a href="${path}">Count now</a>
		</p>
	</section>`;
}

function sentences(all: string[], none: string): Html {
	if (all.length === 0) return html`<p>${none}</p>`;
	return html`<ul>
		${all.map((sentence) => html`<li>${sentence}</li>`)}
	</ul>`;
}

function keptTable({ kept }: RunView): Part {
	if (kept.length === 0) return '';
	return html`<section>
		<h2>What stays as it is</h2>
		<table class="rows">
			<thead>
				<tr>
					<th scope="col">Record</th>
					<th scope="col">Kind</th>
					<th scope="col">Why</th>
				</tr>
			</thead>
			<tbody>
				${kept.map(
					({ id, type, name, url, detail, fields }) =>
						html`<tr>
							<th scope="row">
								${url === null ? (name ?? id) : html`<a href="/deals/${id}">${name ?? id}</a>`}
							</th>
							<td data-label="Kind">${type}</td>
							<td data-label="Why">
								<span>${detail}${fields.length > 0 && ` (${fields.join(', ')})`}</span>
							</td>
						</tr>`,
				)}
			</tbody>
		</table>
		<p class="help">At most 100 are shown here; GET /api-runs/:id/kept has all of them.</p>
	</section>`;
}
