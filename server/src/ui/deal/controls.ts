import type { CustomField, CustomFieldType } from '../../../../contract/types';
import { type Field, fields } from '../../../../contract/fields';
import { schemas } from '../../../../contract/schemas';
import type { Faults } from '../kit/faults';
import { field as labelled } from '../kit/field';
import { html, type Html, type Part } from '../../html/html';
import { sentenceCase } from '../../html/sentenceCase';
import type { FilledDeal } from './filledForm';
const inputs: Record<string, Map<string, Field>> = {
	'': byKey(fields(schemas.dealInput)),
	contact: byKey(fields(schemas.contactInput)),
	company: byKey(fields(schemas.companyInput)),
	reminder: byKey(fields(schemas.reminderInput)),
};

/** How an input differs from a line of text, and from what the contract says of it. */
export type Control = {
	type?: string;
	help?: Part;
	label?: string;
	isRequired?: boolean;
	autocomplete?: string;
};

/** Returns the input of a field of the contract, e.g. `contact.email`, with its label and help from there. */
export function control({ form, faults }: FilledDeal, name: string, more: Control = {}): Html {
	const { label, help } = fieldAt(name);
	const text = {
		name,
		label: more.label ?? sentenceCase(label),
		help: more.help === undefined ? help : more.help,
		fault: faultOf(faults, name),
	};
	const type = more.type ?? 'text';
	return labelled(
		text,
		(attributes) =>
			html`<input
				${attributes}
				${typed(type)}
				value="${String(form[name] ?? '')}"
				autocomplete="off"
				${more.isRequired && html`required`}
			/>`,
	);
}

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
	if (field.type === 'multi_select') return choices({ name, field, value: [value].flat(), fault });
	const text = { name, label: field.name, help: field.required && 'Required.', fault };
	const make = controls[field.type] ?? lineOf('text');
	return labelled(text, (attributes) => make(attributes, String(value), field));
}

/**
 * A browser's own types refuse what we read: jörg@example.com, example.com without https://, $4,800. What they do not
 * understand they send as nothing, which would clear the value.
 */
function typed(type: string): Html {
	const keys = keysFor[type];
	return keys ? html`type="text" inputmode="${keys}" autocapitalize="off"` : html`type="${type}"`;
}

const keysFor: Record<string, string> = { email: 'email', url: 'url', number: 'decimal' };

type Make = (attributes: Html, value: string, field: CustomField) => Html;

const controls: Partial<Record<CustomFieldType, Make>> = {
	long_text: (attributes, value) => html`<textarea ${attributes} rows="4">${value}</textarea>`,
	number: lineOf('number'),
	date: lineOf('date'),
	url: lineOf('url'),
	email: lineOf('email'),
	phone: lineOf('tel'),
	boolean: (attributes, value) =>
		html`<select ${attributes}>
			${option('', 'Not set', value)} ${option('yes', 'Yes', value)} ${option('no', 'No', value)}
		</select>`,
	select: (attributes, value, { options }) =>
		html`<select ${attributes}>
			${option('', 'Not chosen', value)} ${options.map((each) => option(each, each, value))}
			${value !== '' &&
			!options.includes(value) &&
			option(value, `${value} (no longer an option)`, value)}
		</select>`,
};

function lineOf(type: string): Make {
	return (attributes, value) =>
		html`<input ${attributes} ${typed(type)} value="${value}" autocomplete="off" />`;
}

function option(value: string, label: string, chosen: string): Html {
	return html`<option value="${value}" ${value === chosen && html`selected`}>${label}</option>`;
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
export function faultOf(faults: Faults, name: string): string | undefined {
	const pointer = `/${name.replaceAll('.', '/')}`;
	if (faults.has(pointer)) return faults.get(pointer);
	const inside = [...faults.keys()].find((key) => key.startsWith(`${pointer}/`));
	return inside === undefined ? undefined : faults.get(inside);
}

function byKey(list: Field[]): Map<string, Field> {
	return new Map(list.map((field) => [field.key, field]));
}
