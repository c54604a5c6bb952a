import { hasOptions } from '../../../../../contract/customFieldTypes';
import { inWords } from '../../../../../contract/fields';
import type { CustomField } from '../../../../../contract/types';
import type { ConflictLabels } from '../../kit/conflictNote';
import { confirmation } from '../../kit/confirm';
import { faultSummary } from '../../kit/faults';
import { formTo } from '../../kit/form';
import { html, type Html } from '../../../html/html';
import type { Page } from '../../kit/layout';
import { marksInput, type Values } from '../../kit/merge';
import { nameField } from '../../kit/nameField';
import { FIELDS } from './customFieldsPage';
import { type FieldForm, optionsControl, requiredControl, typeLabel } from './fieldControls';
import type { LoadedPipeline } from '../../../pipelines/store';
import type { PageContext } from '../../kit/pageContext';

/** What of a field can be changed, and so be changed by two people at once. */
type Changeable = Pick<FieldForm, 'name' | 'options' | 'required'>;

/** Returns these as the values of a form. */
export function customFieldValues({ name, options, required }: Changeable): Values {
	return { name, options, required: required ? 'yes' : '' };
}

/** Returns what the values of a form mean. */
export function formWith({ name, options, required }: Values): Changeable {
	return { name: String(name), options: String(options), required: required === 'yes' };
}

/** How the form calls them. */
export const CONFLICT_LABELS: ConflictLabels = {
	label: inWords,
	say: (name, value = '') =>
		name === 'required' ? inWords(String(value) || 'no') : String(value).split('\n').join(', '),
};

/** What the page that changes a field shows. */
export type EditedField = {
	field: CustomField;
	pipeline: LoadedPipeline;
	form: FieldForm;
	/** What to say when somebody else has changed the same. */
	conflict?: Html | undefined;
};

/** Returns the page that changes a field. */
export function editFieldPage(
	pageContext: PageContext,
	{ field, pipeline, form, conflict }: EditedField,
): Page {
	const saved = { ...field, options: field.options.join('\n') };
	return {
		title: `Edit "${field.name}"`,
		current: FIELDS,
		main: html`${conflict}
			<div class="card">
				${faultSummary(form.faults)}
				<dl class="facts">
					<dt>Key</dt>
					<dd>
						<code>${field.key}</code>
						<span class="faint">cannot be changed, because integrations send it</span>
					</dd>
					<dt>Type</dt>
					<dd>${typeLabel(field.type)}</dd>
					<dt>Pipeline</dt>
					<dd>${pipeline.name}</dd>
				</dl>
				${formTo(
					pageContext,
					`${FIELDS}/${field.id}`,
					html`${marksInput(customFieldValues(saved))} ${nameField(form.name, form.faults)}
						${hasOptions(field.type) &&
						optionsControl(
							form,
							'Change a line to rename an option: integrations that send the old name still find it. A deal keeps the option it has, renamed or removed, until the deal is changed.',
						)}
						${requiredControl(form)}
						<div class="actions">
							<button>Save</button>
							<a class="button quiet" href="${FIELDS}?pipeline=${pipeline.id}">Cancel</a>
						</div>`,
					{ className: 'stack' },
				)}
			</div>`,
	};
}

/** Returns the page that asks before a field is deleted. */
export function deleteFieldPage(pageContext: PageContext, field: CustomField, deals: number): Page {
	const some = deals === 1 ? 'One deal has' : `${deals.toLocaleString('en')} deals have`;
	return {
		title: `Delete the custom field "${field.name}"?`,
		current: FIELDS,
		main: confirmation(pageContext, {
			action: `${FIELDS}/${field.id}/delete`,
			back: `${FIELDS}?pipeline=${field.pipeline_id}`,
			act: 'Delete field',
			consequence:
				deals === 0
					? html`<p>No deal has a value in it. This cannot be undone.</p>`
					: html`<p>
								<strong>${some} a value in it.</strong> The values are deleted with it, and webhooks
								receive <code>deal.updated</code> for each deal. A deal's history shows what the
								value was for 30 days.
							</p>
							<p>
								Requests that send <code>${field.key}</code> will then be refused. This cannot be
								undone.
							</p>`,
		}),
	};
}
