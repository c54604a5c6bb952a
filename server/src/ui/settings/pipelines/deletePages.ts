import { confirmation } from '../../kit/confirm';
import { type FormFaults, faultSummary } from '../../kit/faults';
import { field } from '../../kit/field';
import { html, type Html, type Part } from '../../../html/html';
import type { Page } from '../../kit/layout';
import { pipelineDeletionBlocker } from '../../../pipelineEditing/deletePipeline';
import { stageDeletionBlocker } from '../../../pipelineEditing/deleteStage';
import { PIPELINES, STAGES } from './pipelinesPage';
import type { LoadedPipeline, StageRow } from '../../../pipelines/store';
import type { Usage } from '../../../pipelineEditing/usage';
import type { PageContext } from '../../kit/pageContext';

/** Returns the page that asks before a pipeline is deleted, or says what must be done first. */
export function deletePipelinePage(
	pageContext: PageContext,
	pipeline: LoadedPipeline,
	users: Usage,
): Page {
	const obstacle = pipelineDeletionBlocker(pipeline, users);
	const title = `Delete the pipeline "${pipeline.name}"?`;
	if (obstacle !== undefined) {
		return {
			title,
			current: PIPELINES,
			main: html`<p class="warning">${obstacle}</p>
				<p class="actions">
					<a class="button" href="/deals?pipeline=${pipeline.id}">Show its deals</a>
					<a class="button quiet" href="${PIPELINES}">Back to the pipelines</a>
				</p>`,
		};
	}
	const { stages, fields } = pipeline;
	return {
		title,
		current: PIPELINES,
		main: confirmation(pageContext, {
			action: `${PIPELINES}/${pipeline.id}/delete`,
			back: PIPELINES,
			act: 'Delete pipeline',
			consequence: html`<p>
					Its stages (${stages.map(({ name }) => name).join(', ')})
					${fields.length > 0 && html`and its ${counted(fields.length, 'custom field')}`} are
					deleted with it. It has no deals. This cannot be undone.
				</p>
				${pausedWebhooks(users)}`,
		}),
	};
}

/** What the question before a stage is deleted depends on. */
export type StageQuestion = {
	pipeline: LoadedPipeline;
	stage: StageRow;
	users: Usage;
	faults: FormFaults;
};

/** Returns the page that asks before a stage is deleted, and where its deals go. */
export function deleteStagePage(pageContext: PageContext, question: StageQuestion): Page {
	const { pipeline, stage, users, faults } = question;
	const title = `Delete the stage "${stage.name}"?`;
	const obstacle = stageDeletionBlocker(pipeline, stage);
	if (obstacle !== undefined) {
		return {
			title,
			current: PIPELINES,
			main: html`<p class="warning">${obstacle}</p>
				<p><a class="button" href="${PIPELINES}">Back to the pipelines</a></p>`,
		};
	}
	const others = pipeline.stages.filter(({ id }) => id !== stage.id);
	const isInUse = users.deals + users.forms.length > 0;
	return {
		title,
		current: PIPELINES,
		main: html`${faultSummary(faults)}
		${confirmation(pageContext, {
			action: `${STAGES}/${stage.id}/delete`,
			back: PIPELINES,
			act: isInUse ? 'Move and delete stage' : 'Delete stage',
			consequence: html`${whatMoves(users)} ${pausedWebhooks(users)}`,
			fields: isInUse && target(others, faults),
		})}`,
	};
}

function whatMoves({ deals, forms }: Usage): Html {
	if (deals + forms.length === 0) return html`<p>It has no deals.</p>`;
	return html`${deals > 0 &&
	html`<p>
		It has ${counted(deals, 'deal')}, won and lost ones included. They move to another stage, and
		webhooks receive <code>deal.updated</code> and <code>deal.stage_changed</code> for each.
	</p>`}
	${forms.length > 0 &&
	html`<p>
		${counted(forms.length, 'lead form')} will create deals there as well:
		${forms.map(({ name }) => name).join(', ')}.
	</p>`}`;
}

function target(stages: StageRow[], faults: FormFaults): Html {
	const text = {
		name: 'target_id',
		label: 'Move them to',
		fault: faults.get('/target_id'),
	};
	return field(
		text,
		(attributes) =>
			html`<select ${attributes} required>
				<option value="">Choose a stage</option>
				${stages.map(({ id, name }) => html`<option value="${id}">${name}</option>`)}
			</select>`,
	);
}

function pausedWebhooks({ webhooks }: Usage): Part {
	if (webhooks.length === 0) return '';
	return html`<p>
			${counted(webhooks.length, 'webhook')} ${webhooks.length === 1 ? 'filters' : 'filter'} on it
			and will be paused until you choose another filter:
		</p>
		<ul>
			${webhooks.map(({ url }) => html`<li>${url}</li>`)}
		</ul>`;
}

function counted(count: number, what: string): string {
	return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
}
