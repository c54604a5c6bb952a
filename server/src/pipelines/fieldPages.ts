import { hasOptions } from '../../../contract/customFieldTypes';
import type { CustomField } from '../../../contract/types';
import { confirmation } from '../pages/confirm';
import { faultSummary } from '../pages/faults';
import { formTo } from '../pages/form';
import { html } from '../pages/html';
import type { Page } from '../pages/layout';
import { nameField } from '../pages/nameField';
import type { Visit } from '../pages/visit';
import { FIELDS } from './customFieldsPage';
import { type FieldForm, optionsControl, requiredControl, typeLabel } from './fieldControls';
import type { Pipeline } from './store';

/** Returns the page that changes a field. */
export function editFieldPage(
	visit: Visit,
	{ field, pipeline, form }: { field: CustomField; pipeline: Pipeline; form: FieldForm },
): Page {
	return {
		title: `Edit "${field.name}"`,
		current: FIELDS,
		main: html`<div class="card">
			${faultSummary(form.faults)}
			<dl class="facts">
				<dt>Key</dt>
				<dd><code>${field.key}</code> <span class="faint">fixed, because others send it</span></dd>
				<dt>Type</dt>
				<dd>${typeLabel(field.type)}</dd>
				<dt>Pipeline</dt>
				<dd>${pipeline.name}</dd>
			</dl>
			${formTo(
				visit,
				`${FIELDS}/${field.id}`,
				html`${nameField(form.name, form.faults)}
					${hasOptions(field.type) &&
					optionsControl(
						form,
						'A deal that has an option you take away keeps it until it is changed.',
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
export function deleteFieldPage(visit: Visit, field: CustomField, deals: number): Page {
	const some = deals === 1 ? 'One deal has' : `${deals.toLocaleString('en')} deals have`;
	return {
		title: `Delete the custom field "${field.name}"?`,
		current: FIELDS,
		main: confirmation(visit, {
			action: `${FIELDS}/${field.id}/delete`,
			back: `${FIELDS}?pipeline=${field.pipeline_id}`,
			act: 'Delete field',
			consequence:
				deals === 0
					? html`<p>No deal has a value in it. This cannot be taken back.</p>`
					: html`<p>
								<strong>${some} a value in it.</strong> The values are deleted with it, and webhooks
								are told of each deal: <code>deal.updated</code>. A deal's history shows what the
								value was for 30 days.
							</p>
							<p>
								What sends in <code>${field.key}</code> is refused afterwards. This cannot be taken
								back.
							</p>`,
		}),
	};
}
