import type { CustomFieldValue } from '../../../../../contract/types';
import { html, type Html, type Part } from '../../../html/html';
import { when } from '../../kit/time';
import { TRACKING } from '../../../forms/names';
import type { Question } from '../../../forms/questions';
import type { ListedSubmission } from '../../../forms/submissions';

/** Returns submissions with what was entered, their deals, and where the visits came from. */
export function submissionTable(
	submissions: ListedSubmission[],
	questions: Question[],
	now: Date,
): Html {
	const labels = new Map(questions.map(({ name, label }) => [name, label]));
	return html`<table class="rows">
		<thead>
			<tr>
				<th scope="col">Sent</th>
				<th scope="col">Answers</th>
				<th scope="col">Deal</th>
				<th scope="col">Came from</th>
			</tr>
		</thead>
		<tbody>
			${submissions.map(
				(submission) =>
					html`<tr>
						<td data-label="Sent">${when(submission.submitted_at, now)}</td>
						<td>${answers(submission, labels)}</td>
						<td data-label="Deal">${deal(submission)}</td>
						<td>${origin(submission)}</td>
					</tr>`,
			)}
		</tbody>
	</table>`;
}

function answers({ fields, consent }: ListedSubmission, labels: Map<string, string>): Html {
	const entries = Object.entries(fields).map(([name, value]) => [labels.get(name) ?? name, value]);
	return html`<dl class="answers">
		${entries.map(
			([label, value]) =>
				html`<dt>${label as string}</dt>
					<dd dir="auto">${written(value as CustomFieldValue)}</dd>`,
		)}
		${consent &&
		html`<dt>Agreed to</dt>
			<dd>${consent}</dd>`}
	</dl>`;
}

function deal({ deal_id, deal_name }: ListedSubmission): Part {
	return deal_name === null ? 'deleted' : html`<a href="/deals/${deal_id}">${deal_name}</a>`;
}

const titles: Record<(typeof TRACKING)[number], string> = {
	utm_source: 'Source',
	utm_medium: 'Medium',
	utm_campaign: 'Campaign',
	utm_term: 'Term',
	utm_content: 'Content',
	referrer: 'Referrer',
	landing_page: 'First page',
};

function origin(submission: ListedSubmission): Part {
	const known = TRACKING.filter((name) => submission[name] !== null);
	if (known.length === 0) return html`<span class="faint">unknown</span>`;
	return html`<dl class="answers">
		${known.map(
			(name) =>
				html`<dt>${titles[name]}</dt>
					<dd>${submission[name]}</dd>`,
		)}
	</dl>`;
}

function written(value: CustomFieldValue): string {
	if (typeof value === 'boolean') return value ? 'Yes' : 'No';
	return Array.isArray(value) ? value.join(', ') : String(value);
}
