import { customFieldTypeNames, hasOptions } from '../../../../../contract/customFieldTypes';
import type { CustomField } from '../../../../../contract/types';
import { faultSummary, NO_FAULTS } from '../../kit/faults';
import { field as labelled } from '../../kit/field';
import { formTo } from '../../kit/form';
import { formerly } from '../../kit/formerly';
import { html, type Html } from '../../../html/html';
import type { Page } from '../../kit/layout';
import { positionButtons, type Pressed } from '../../kit/position';
import { nameField } from '../../kit/nameField';
import { choosePipeline } from '../../kit/choosePipeline';
import {
	type FieldForm,
	optionsControl,
	requiredControl,
	TYPES_WITH_OPTIONS,
	typeLabel,
} from './fieldControls';
import { PIPELINES } from '../pipelines/pipelinesPage';
import type { LoadedPipeline } from '../../../pipelines/store';
import type { PageContext } from '../../kit/pageContext';

/** Address of the page. */
export const FIELDS = '/settings/custom-fields';

const EMPTY: FieldForm = {
	name: '',
	type: 'text',
	options: '',
	required: false,
	key: '',
	faults: NO_FAULTS,
};

/** What the page shows. */
export type FieldsView = {
	pipelines: LoadedPipeline[];
	pipeline: LoadedPipeline;
	form: FieldForm | undefined;
	pressed: Pressed;
};

/** Returns the page with the custom fields of a pipeline in order. */
export function fieldsPage(
	pageContext: PageContext,
	{ pipelines, pipeline, form, pressed }: FieldsView,
): Page {
	const { fields } = pipeline;
	return {
		title: 'Custom fields',
		current: FIELDS,
		script: 'order',
		main: html`<p class="lead">
				Extra fields for your deals. n8n, Zapier and lead forms fill them in by key.
			</p>
			${choosePipeline(FIELDS, pipelines, pipeline)}
			<section class="card" aria-labelledby="fields">
				<h2 id="fields">Fields of ${pipeline.name}</h2>
				${fields.length === 0
					? html`<p class="empty">There are no custom fields yet. Add the first one below.</p>`
					: html`<ol class="sorted">
							${fields.map((field, index) =>
								row(pageContext, field, { position: index + 1, count: fields.length, pressed }),
							)}
						</ol>`}
			</section>
			<section class="card">
				<h2>New field</h2>
				${newField(pageContext, pipeline, form ?? EMPTY)}
			</section>`,
	};
}

/** Returns the page of a workspace that has nothing to put a field on. */
export function noPipelinePage(): Page {
	return {
		title: 'Custom fields',
		current: FIELDS,
		main: html`<p class="empty">
			Custom fields belong to a pipeline, and there is none yet.
			<a href="${PIPELINES}">Create a pipeline</a> first.
		</p>`,
	};
}

function row(
	pageContext: PageContext,
	field: CustomField,
	{ position, count, pressed }: { position: number; count: number; pressed: Pressed },
): Html {
	const { id, name, key, type, options, required } = field;
	const placed = { action: `${FIELDS}/${id}/move`, id, name, position, count };
	return html`<li id="${id}" class="row" data-sorted>
		<div>
			<span class="name">${name}</span> <code>${key}</code>
			${required && html`<span class="tag">Required</span>`} ${formerly(field)}
			<p class="help">
				${typeLabel(type)}${options.length > 0 &&
				`: ${options.slice(0, 6).join(', ')}`}${options.length > 6 &&
				` and ${options.length - 6} more`}
			</p>
		</div>
		<div class="acts">
			${positionButtons(pageContext, placed, pressed)}
			<a class="button quiet" href="${FIELDS}/${id}">Edit<span class="hidden"> ${name}</span></a>
			<a class="button quiet" href="${FIELDS}/${id}/delete"
				>Delete<span class="hidden"> ${name}</span></a
			>
		</div>
	</li>`;
}

function newField(pageContext: PageContext, pipeline: LoadedPipeline, form: FieldForm): Html {
	const type = { name: 'type', label: 'Type', fault: form.faults.get('/type') };
	const key = {
		name: 'key',
		label: 'Key',
		help: 'Leave it empty to make it from the name: Deal size becomes deal_size. It cannot be changed later.',
		fault: form.faults.get('/key'),
	};
	return formTo(
		pageContext,
		FIELDS,
		html`${faultSummary(form.faults)}
			<input type="hidden" name="pipeline_id" value="${pipeline.id}" />
			${nameField(form.name, form.faults)}
			${labelled(
				type,
				(attributes) =>
					html`<select ${attributes} data-shows-options>
						${customFieldTypeNames.map(
							(each) =>
								html`<option
									value="${each}"
									${hasOptions(each) && html`data-has-options`}
									${each === form.type && html`selected`}
								>
									${typeLabel(each)}
								</option>`,
						)}
					</select>`,
			)}
			${optionsControl(form, `For ${TYPES_WITH_OPTIONS}.`)}
			${labelled(
				key,
				(attributes) =>
					html`<input ${attributes} value="${form.key}" maxlength="60" autocomplete="off" />`,
			)}
			${requiredControl(form)}
			<button>Add field</button>`,
		{ className: 'stack' },
	);
}
