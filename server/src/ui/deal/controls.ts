import { customFieldTypes } from '../../../../contract/customFieldTypes';
import type { CustomField } from '../../../../contract/types';
import { type Field, type FieldType, fields } from '../../../../contract/fields';
import { schemas } from '../../../../contract/schemas';
import type { FormFaults } from '../kit/faults';
import { field as labelled } from '../kit/field';
import { html, type Html, type Part } from '../../html/html';
import { sentenceCase } from '../../html/sentenceCase';
import type { FilledDeal } from './filledForm';
import { type Asked, input } from './input';

const inputs: Record<string, Map<string, Field>> = {
	'': byKey(fields(schemas.dealInput)),
	contact: byKey(fields(schemas.contactInput)),
	company: byKey(fields(schemas.companyInput)),
	reminder: byKey(fields(schemas.reminderInput)),
};

/** How an input differs from a line of text, and from what the contract says of it. */
export type Control = {
	/** Type of the HTML input, where the contract does not say what is typed. */
	type?: 'tel';
	help?: Part;
	label?: string;
	isRequired?: boolean;
	autocomplete?: string;
};

/** Returns the input of a field of the contract, e.g. `contact.email`, with its label and help from there. */
export function control({ form, faults }: FilledDeal, name: string, more: Control = {}): Html {
	const { label, help, type, choices: known } = fieldAt(name);
	const text = {
		name,
		label: more.label ?? sentenceCase(label),
		help: more.help === undefined ? help : more.help,
		fault: faultOf(faults, name),
	};
	const asked = {
		...looks[type],
		...(more.type && { type: more.type }),
		options: known.map((choice) => [choice.value, choice.label] as const),
	};
	return labelled(text, (attributes) =>
		input(
			html`${attributes}${more.isRequired && html` required`}`,
			String(form[name] ?? ''),
			asked,
		),
	);
}

/** How a field of the contract is filled in, by its type. */
const looks: Record<FieldType, Omit<Asked, 'options'>> = {
	text: { control: 'line' },
	long_text: { control: 'lines' },
	money: { control: 'line', keys: 'decimal' },
	number: { control: 'line', keys: 'decimal' },
	integer: { control: 'line', keys: 'decimal' },
	boolean: { control: 'yes_or_no' },
	choice: { control: 'one_of' },
	currency: { control: 'line' },
	email: { control: 'line', keys: 'email' },
	web_address: { control: 'line', keys: 'url' },
	date: { control: 'line', type: 'date' },
	date_time: { control: 'line', type: 'datetime-local' },
	list: { control: 'line' },
	links: { control: 'lines' },
	object: { control: 'line' },
};

/** Returns the field of the contract at a place in a deal, e.g. `contact.email`. */
export function fieldAt(name: string): Field {
	const [parent, key] = name.includes('.') ? (name.split('.') as [string, string]) : ['', name];
	return inputs[parent]?.get(key) as Field;
}

/** Returns the input of a custom field, by its type. */
export function customControl({ form, faults }: FilledDeal, field: CustomField): Html {
	const name = `custom_fields.${field.key}`;
	const value = form[name] ?? '';
	const fault = faultOf(faults, name);
	const { control, ...line } = customFieldTypes[field.type].html;
	if (control === 'some_of') return choices({ name, field, value: [value].flat(), fault });
	const text = { name, label: field.name, help: field.required && 'Required.', fault };
	const asked = { control, ...line, options: field.options.map((each) => [each, each] as const) };
	return labelled(text, (attributes) => input(attributes, String(value), asked));
}

type Choices = { name: string; field: CustomField; value: string[]; fault: string | undefined };

/** The hidden empty one is sent even when nothing is ticked: that is how an option is taken away. */
function choices({ name, field, value, fault }: Choices): Html {
	const gone = value.filter((each) => each !== '' && !field.options.includes(each));
	return html`<fieldset ${fault && html`aria-invalid="true"`}>
		<legend>${field.name}${field.required && ' (required)'}</legend>
		<input type="hidden" name="${name}" value="" />
		${[...field.options, ...gone].map(
			(each) =>
				html`<label class="choice"
					><input
						type="checkbox"
						name="${name}"
						value="${each}"
						${value.includes(each) && html`checked`}
					/><span>${each}${gone.includes(each) && ' (no longer an option)'}</span></label
				>`,
		)}
		${fault && html`<p class="invalid">${fault}</p>`}
	</fieldset>`;
}

/** Returns what is wrong with a field, or with something in it such as one of the labels. */
export function faultOf(faults: FormFaults, name: string): string | undefined {
	const pointer = `/${name.replaceAll('.', '/')}`;
	if (faults.has(pointer)) return faults.get(pointer);
	const inside = [...faults.keys()].find((key) => key.startsWith(`${pointer}/`));
	return inside === undefined ? undefined : faults.get(inside);
}

function byKey(list: Field[]): Map<string, Field> {
	return new Map(list.map((field) => [field.key, field]));
}
