import { schemas } from '../../../../../contract/schemas';
import type { FormFaults } from '../../kit/faults';
import { field } from '../../kit/field';
import { html, type Html } from '../../../html/html';
import type { Choices } from './choices';
import type { WebhookForm } from './formInput';
import { filterLabel, watchedFields } from './words';

const declared = schemas.webhookFilters.properties;

type Named = { id: string; name: string };

/** Entries of a select; those with a label stand in a group under it. */
type Group = { label?: string; entries: Named[] };

/** Returns the fields that narrow a webhook's events; each says what it narrows. */
export function filterControls(form: WebhookForm, faults: FormFaults, choices: Choices): Html {
	const isUsed =
		Object.values(form.filters).some((value) => value !== '') || form.changed_fields.length > 0;
	const { pipelines, forms } = choices;
	const stages = pipelines.map(({ name, stages: entries }) => ({ label: name, entries }));
	const select = (name: keyof WebhookForm['filters'], any: string, groups: Group[]) =>
		field(
			{
				name,
				label: filterLabel(name),
				help: declared[name].description,
				fault: faults.get(`/filters/${name}`),
			},
			(attributes) =>
				html`<select ${attributes}>
					<option value="">${any}</option>
					${lost(groups, form.filters[name])}
					${groups.map((group) => options(group, form.filters[name]))}
				</select>`,
		);
	return html`<details class="card filters" ${isUsed && html`open`}>
		<summary>
			<h2>Filters</h2>
			<span class="faint">${isUsed ? '' : 'None: every chosen event is sent'}</span>
		</summary>
		<div class="pairs">
			${select('pipeline_id', 'Any pipeline', [{ entries: pipelines }])}
			${select('form_id', 'Any lead form', [{ entries: forms }])}
			${select('stage_id', 'Any stage', stages)} ${select('from_stage_id', 'Any stage', stages)}
		</div>
		${watchedChoices(form, choices)}
	</details>`;
}

function options({ label, entries }: Group, selected: string): Html {
	const own = entries.map(
		({ id, name }) =>
			html`<option value="${id}" ${id === selected && html`selected`}>${name}</option>`,
	);
	return label === undefined ? html`${own}` : html`<optgroup label="${label}">${own}</optgroup>`;
}

/** What was chosen once and was deleted since stays chosen until somebody decides otherwise. */
function lost(groups: Group[], selected: string): Html | false {
	const isThere = groups.some(({ entries }) => entries.some(({ id }) => id === selected));
	return (
		selected !== '' &&
		!isThere &&
		html`<option value="${selected}" selected>Deleted (${selected})</option>`
	);
}

function watchedChoices({ changed_fields }: WebhookForm, { pipelines }: Choices): Html {
	const known = watchedFields(pipelines);
	const others = changed_fields
		.filter((value) => !known.some((one) => one.value === value))
		.map((value) => ({ value, label: value }));
	return html`<fieldset class="plain">
		<legend>${filterLabel('changed_fields')}</legend>
		<p class="help">
			Send an update only when one of these fields changed. Choose none to send every update.
		</p>
		<div class="choices small">
			${[...known, ...others].map(
				({ value, label }) =>
					html`<label class="choice">
						<input
							type="checkbox"
							name="changed_fields"
							value="${value}"
							${changed_fields.includes(value) && html`checked`}
						/>
						${label}
					</label>`,
			)}
		</div>
	</fieldset>`;
}
