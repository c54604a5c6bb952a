import { field } from '../../kit/field';
import { formTo } from '../../kit/form';
import { html, type Html, type Part } from '../../../html/html';
import type { Page } from '../../kit/layout';
import type { LoadedPipeline } from '../../../pipelines/store';
import { availableFields } from '../../../forms/questions';
import { draftStage } from './checkDraft';
import type { InputError } from '../../../../../contract/types';
import type { Draft } from './draft';
import { fieldRow } from './fieldRow';
import { builderChoice, builderInput, draftFaultOf } from './input';
import { preview } from './preview';
import { LIST } from './paths';
import type { PageContext } from '../../kit/pageContext';
import type { Builder } from './builder';

/** Returns the page where a form is made or changed. */
export function builderPage(pageContext: PageContext, builder: Builder): Page {
	const { title, path, draft, pipelines } = builder;
	const pipeline = pipelineOf(builder);
	return {
		title,
		current: LIST,
		main: html`<link rel="stylesheet" href="/form.css" />
			<script src="/form-builder.js" defer></script>
			${builder.conflict} ${faultList(builder.faults)}
			<div class="form-builder">
				${formTo(pageContext, path, inputs(builder, pipeline), { id: 'builder' })}
				<section aria-labelledby="preview-title">
					<h2 id="preview-title">Preview</h2>
					<div
						id="preview"
						class="card"
						hx-post="${LIST}/preview"
						hx-trigger="input from:#builder delay:250ms, change from:#builder"
						hx-include="#builder"
						hx-swap="innerHTML"
					>
						${preview(draft, pipelines)}
					</div>
				</section>
			</div>`,
	};
}

/** Returns the pipeline of a draft, the first one when its stage is gone. */
function pipelineOf({ draft, pipelines }: Builder): LoadedPipeline {
	return (draftStage(draft, pipelines)?.pipeline ?? pipelines[0]) as LoadedPipeline;
}

function inputs(builder: Builder, pipeline: LoadedPipeline): Html {
	const { draft, faults, focus, back, hidden } = builder;
	const input = (name: keyof Draft, label: string, help?: string, rows?: number) =>
		builderInput({ name, label, help, rows, value: draft[name] as string, faults, focus });
	return html`<button class="hidden" name="action" value="save" tabindex="-1" aria-hidden="true">
			Save
		</button>
		${Object.entries(hidden).map(
			([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
		)}
		${section(
			'Form',
			html`${input('name', 'Name', 'Shown here, in filters and as the source of its deals.')}
			${input(
				'heading',
				'Heading',
				'Shown above the form on its own page; the name is shown when this is empty.',
			)}
			${stageChoice(builder)}`,
		)}
		<h2>Fields</h2>
		<ol class="form-fields">
			${draft.fields.map((one) => fieldRow(one, availableFields(pipeline), builder))}
		</ol>
		<p class="hidden" role="status" id="moved"></p>
		${addField(builder, pipeline)} ${advice(draft, pipeline)}
		${section(
			'Consent and button',
			html`${input(
				'consent_text',
				'Consent, if you need one',
				'Visitors must check a box with this text; the text is saved with each submission.',
				2,
			)}
			${input('button_text', 'Button')}`,
		)}
		${section(
			'After sending',
			html`${input('thank_you', 'Thank-you text', undefined, 3)}
			${input(
				'redirect_url',
				'Or redirect to this address',
				'Starts with https://. Leave it empty to show the text.',
			)}
			${input(
				'redirect_hosts',
				'Other hosts it may redirect to',
				'One per line, e.g. www.example.com. A page sets the address in an input named "redirect_to".',
				2,
			)}`,
		)}
		${section(
			'Where it may be used',
			html`${input(
				'allowed_origins',
				'Only on these sites',
				'One per line, e.g. https://www.example.com. Leave it empty to allow every site.',
				2,
			)}
			${builderChoice(
				'takes_plain',
				'Also accept the plain HTML form',
				draft.takes_plain,
				'It works without JavaScript, but spam is harder to detect. Clear this if you get spam.',
			)}`,
		)}
		<p class="inline">
			<button name="action" value="save">Save</button>
			<a class="button quiet" href="${back}">Cancel</a>
		</p>`;
}

function section(title: string, content: Html): Html {
	return html`<section class="card stack">
		<h2>${title}</h2>
		${content}
	</section>`;
}

function stageChoice({ draft, pipelines, faults, focus }: Builder): Html {
	const text = {
		name: 'stage_id',
		label: 'New deals start in',
		fault: draftFaultOf(faults, 'stage_id'),
	};
	const stages = (pipeline: LoadedPipeline) =>
		pipeline.stages.map(
			({ id, name }) =>
				html`<option value="${id}" ${id === draft.stage_id && html` selected`}>${name}</option>`,
		);
	return html`${field(
			text,
			(attributes) =>
				html`<select ${attributes} data-refresh${focus === 'stage_id' && html` autofocus`}>
					${pipelines.map(
						(pipeline) => html`<optgroup label="${pipeline.name}">${stages(pipeline)}</optgroup>`,
					)}
				</select>`,
		)} <button class="quiet without-script" name="action" value="refresh">Show its fields</button>`;
}

function addField({ draft, faults, focus }: Builder, pipeline: LoadedPipeline): Html {
	const left = availableFields(pipeline).filter(
		({ name }) => !draft.fields.some((field) => field.name === name),
	);
	if (left.length === 0) return html`<p class="faint">Every field is on the form.</p>`;
	const options = (part: typeof left) =>
		part.map(({ name, title }) => html`<option value="${name}">${title}</option>`);
	const custom = left.filter(({ key }) => key !== undefined);
	const text = { name: 'add', label: 'Another field', fault: draftFaultOf(faults, 'add') };
	return html`<div class="stack">
		<div class="inline">
			${field(
				text,
				(attributes) =>
					html`<select ${attributes}${focus === 'add' && html` autofocus`}>
						${options(left.filter(({ key }) => key === undefined))}
						${custom.length > 0 &&
						html`<optgroup label="Custom fields of ${pipeline.name}">${options(custom)}</optgroup>`}
					</select>`,
			)}
			<button class="quiet" name="action" value="add:">Add field</button>
		</div>
	</div>`;
}

/** What is worth knowing before the form is used. */
function advice({ fields }: Draft, pipeline: LoadedPipeline): Part {
	const names = new Set(fields.map(({ name }) => name));
	const unasked = availableFields(pipeline).filter(
		({ key, required, name }) => key !== undefined && required && !names.has(name),
	);
	return [
		!names.has('email') &&
			html`<p class="warning">
				Without an email address every submission makes a new deal, even when the same person writes
				twice.
			</p>`,
		unasked.length > 0 &&
			html`<p class="warning">
				${pipeline.name} requires ${unasked.map(({ title }) => `"${title}"`).join(', ')}, which this
				form does not ask for. Its deals are created without it.
			</p>`,
	];
}

function faultList(faults: InputError[]): Part {
	return (
		faults.length > 0 &&
		html`<div class="fault" role="alert">
			<p>The form is not saved yet:</p>
			<ul>
				${faults.map(
					({ pointer, detail }) =>
						html`<li>
							${pointer === '' ? detail : html`<a href="#${pointer.slice(1)}">${detail}</a>`}
						</li>`,
				)}
			</ul>
		</div>`
	);
}
