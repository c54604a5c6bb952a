import {
	customFieldTypeNames,
	customFieldTypes,
	hasOptions,
} from '../../../../../contract/customFieldTypes';
import type { CustomFieldType } from '../../../../../contract/types';
import type { FormFaults } from '../../kit/faults';
import { field as labelled } from '../../kit/field';
import { html, type Html } from '../../../html/html';

/** A form of a field as it was filled in; options are lines. */
export type FieldForm = {
	name: string;
	type: CustomFieldType;
	options: string;
	required: boolean;
	key: string;
	faults: FormFaults;
};

/** Names the types that have options, e.g. "Select and Multi select". */
export const TYPES_WITH_OPTIONS = customFieldTypeNames
	.filter(hasOptions)
	.map(typeLabel)
	.join(' and ');

/** Returns the input of a field's options, one a line. */
export function optionsControl({ options, faults }: FieldForm, advice: string): Html {
	const text = {
		name: 'options',
		label: 'Options',
		help: `One per line. ${advice}`,
		fault: faults.get('/options'),
	};
	return labelled(
		text,
		(attributes) => html`<textarea ${attributes} rows="5">${options}</textarea>`,
	);
}

/** Returns the box that makes a field required. */
export function requiredControl({ required }: FieldForm): Html {
	return html`<label class="choice">
		<input type="checkbox" name="required" value="yes" ${required && html`checked`} />
		<span>Required: a new deal must have a value</span>
	</label>`;
}

/** Returns a type as a person reads it. */
export function typeLabel(type: CustomFieldType): string {
	return customFieldTypes[type].label;
}
