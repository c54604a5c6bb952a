import { LONGEST_NAME } from '../../../values/longestName';
import type { FormFaults } from '../../kit/faults';
import { formTo } from '../../kit/form';
import { formerly } from '../../kit/formerly';
import { html, type Html } from '../../../html/html';
import type { Page } from '../../kit/layout';
import { newName, renameForm, renameLink } from '../../kit/nameForms';
import { positionButtons, type Pressed } from '../../kit/position';
import type { LoadedPipeline, StageRow } from '../../../pipelines/store';
import { USUAL_STAGES } from '../../../pipelineEditing/usualStages';
import type { PageContext } from '../../kit/pageContext';

/** Addresses of the page, and of what is done to a stage. */
export const PIPELINES = '/settings/pipelines';
export const STAGES = '/settings/stages';

/** A form of the page that is open: what it is about, what was typed, and what is wrong with it. */
export type PipelinesForm = { of: string; name?: string; stages?: string; faults: FormFaults };

/** What the page shows. */
export type PipelinesView = {
	pipelines: LoadedPipeline[];
	/** How many deals are in a stage, by its id. */
	counts: ReadonlyMap<string, number>;
	form: PipelinesForm | undefined;
	pressed: Pressed;
};

/** Returns the page with every pipeline and its stages in order. */
export function pipelinesPage(pageContext: PageContext, view: PipelinesView): Page {
	const { pipelines } = view;
	return {
		title: 'Pipelines',
		current: PIPELINES,
		script: 'order',
		main: html`<p class="lead">
				A pipeline is the path a deal takes, stage by stage. Deals that are sent without a pipeline
				go to the first one, and to its first stage.
			</p>
			${pipelines.length === 0 &&
			html`<p class="empty">There is no pipeline yet. Create one below.</p>`}
			${pipelines.map((pipeline, index) => card(pageContext, view, pipeline, index))}
			${newPipeline(pageContext, view.form)}`,
	};
}

function card(
	pageContext: PageContext,
	view: PipelinesView,
	pipeline: LoadedPipeline,
	index: number,
): Html {
	const { id, name, stages } = pipeline;
	const { form, pressed, pipelines } = view;
	const placed = {
		action: `${PIPELINES}/${id}/move`,
		id,
		name,
		position: index + 1,
		count: pipelines.length,
	};
	const head = `${id}-head`;
	const named = { id, part: head, name, list: PIPELINES };
	const renamed = formOf(form, id);
	return html`<section class="card" id="${id}" aria-labelledby="${id}-name">
		<div class="row" id="${head}">
			${renamed
				? html`<h2 id="${id}-name" class="hidden">${name}</h2>
						${renameForm(pageContext, named, {
							action: `${PIPELINES}/${id}/rename`,
							form: renamed,
						})}`
				: html`<h2 id="${id}-name">
							${name}
							${index === 0 && pipelines.length > 1 && html`<span class="tag">Default</span>`}
							${formerly(pipeline)}
						</h2>
						<div class="acts">
							${positionButtons(pageContext, placed, pressed)}
							<a class="button quiet" href="/deals?pipeline=${id}"
								>Board<span class="hidden"> of ${name}</span></a
							>
							${renameLink(named, pressed)}
							<a class="button quiet" href="${PIPELINES}/${id}/delete"
								>Delete<span class="hidden"> ${name}</span></a
							>
						</div>`}
		</div>
		<ol class="sorted">
			${stages.map((stage, at) => row(pageContext, view, stage, { at, count: stages.length }))}
		</ol>
		${newName(pageContext, {
			action: `${PIPELINES}/${id}/stages`,
			label: 'New stage',
			act: 'Add stage',
			form: formOf(form, `stages of ${id}`),
		})}
	</section>`;
}

function row(
	pageContext: PageContext,
	{ counts, form, pressed }: PipelinesView,
	stage: StageRow,
	{ at, count }: { at: number; count: number },
): Html {
	const { id, name } = stage;
	const deals = counts.get(id) ?? 0;
	const placed = { action: `${STAGES}/${id}/move`, id, name, position: at + 1, count };
	const named = { id, part: id, name, list: PIPELINES };
	const renamed = formOf(form, id);
	if (renamed) {
		return html`<li id="${id}" class="row">
			${renameForm(pageContext, named, { action: `${STAGES}/${id}/rename`, form: renamed })}
		</li>`;
	}
	return html`<li id="${id}" class="row" data-sorted>
		<div>
			<span class="name">${name}</span>
			<span class="faint">${deals === 1 ? '1 deal' : `${deals.toLocaleString('en')} deals`}</span>
			${formerly(stage)}
		</div>
		<div class="acts">
			${positionButtons(pageContext, placed, pressed)} ${renameLink(named, pressed)}
			<a class="button quiet" href="${STAGES}/${id}/delete"
				>Delete<span class="hidden"> ${name}</span></a
			>
		</div>
	</li>`;
}

function newPipeline(pageContext: PageContext, form: PipelinesForm | undefined): Html {
	const { name = '', stages = USUAL_STAGES.join('\n'), faults } = formOf(form, 'new') ?? {};
	const fault = faults?.get('/name');
	const stagesFault = faults?.get('/stages');
	return html`<section class="card">
		<h2>New pipeline</h2>
		${formTo(
			pageContext,
			PIPELINES,
			html`<div class="field">
					<label for="new-name">Name</label>
					<input
						id="new-name"
						name="name"
						value="${name}"
						maxlength="${LONGEST_NAME}"
						autocomplete="off"
						required${fault && html` aria-invalid="true" aria-describedby="new-name-fault"`}
					/>
					${fault && html`<p class="invalid" id="new-name-fault">${fault}</p>`}
				</div>
				<div class="field">
					<label for="new-stages">Stages</label>
					<p class="help" id="new-stages-help">One per line, in the order deals go through them.</p>
					<textarea
						id="new-stages"
						name="stages"
						rows="5"
						aria-describedby="new-stages-help${stagesFault && ' new-stages-fault'}"
						${stagesFault && html` aria-invalid="true"`}
					>
${stages}</textarea
					>
					${stagesFault && html`<p class="invalid" id="new-stages-fault">${stagesFault}</p>`}
				</div>
				<button>Create pipeline</button>`,
			{ className: 'stack' },
		)}
	</section>`;
}

function formOf(form: PipelinesForm | undefined, of: string): PipelinesForm | undefined {
	return form?.of === of ? form : undefined;
}
