import { html } from '../../../html/html';
import type { Page } from '../../kit/layout';
import type { LoadedPipeline } from '../../../pipelines/store';
import type { LeadForm } from '../../../forms/form';
import { LIST, pathOf } from './paths';
import { shownCount } from './shownCount';

/** What the list shows. */
export type FormList = {
	forms: LeadForm[];
	pipelines: LoadedPipeline[];
	/** Submissions by form. */
	counts: Map<string, number>;
};

/** Returns the list of a workspace's forms. */
export function leadFormsPage({ forms, pipelines, counts }: FormList): Page {
	const canMake = pipelines.some(({ stages }) => stages.length > 0);
	return {
		title: 'Lead forms',
		current: LIST,
		main: html`<p class="lead">
				A lead form turns what visitors enter on a website into deals. Put it into any page, or send
				its link.
			</p>
			${canMake
				? html`<p><a class="button" href="${LIST}/new">New lead form</a></p>`
				: html`<p class="warning">
						A form needs a stage for its deals.
						<a href="/settings/pipelines">Create a pipeline</a> first.
					</p>`}
			${forms.length > 0
				? table({ forms, pipelines, counts })
				: canMake &&
					html`<p class="empty">
						There are no lead forms yet. Create one, then paste its line into your website.
					</p>`}`,
	};
}

function table({ forms, pipelines, counts }: FormList) {
	return html`<table class="rows">
		<thead>
			<tr>
				<th scope="col">Form</th>
				<th scope="col">New deals start in</th>
				<th scope="col">Submissions</th>
				<th scope="col">Spam</th>
			</tr>
		</thead>
		<tbody>
			${forms.map((form) => {
				const pipeline = pipelines.find(({ id }) => id === form.pipeline_id);
				const stage = pipeline?.stages.find(({ id }) => id === form.stage_id);
				return html`<tr>
					<th scope="row"><a href="${pathOf(form.id)}">${form.name}</a></th>
					<td data-label="New deals start in">${pipeline?.name} › ${stage?.name}</td>
					<td data-label="Submissions">${shownCount(counts.get(form.id) ?? 0)}</td>
					<td data-label="Spam">${form.spam}</td>
				</tr>`;
			})}
		</tbody>
	</table>`;
}
