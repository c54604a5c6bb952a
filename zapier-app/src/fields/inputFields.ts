import type { PlainInputField } from 'zapier-platform-core';
import type { Schema } from '../../../contract/bundle';
import { type Field, type FieldType, fields } from '../../../contract/fields';
import { takesNull } from '../../../contract/references';
import { schemas } from '../../../contract/schemas';
import { inputLabel } from './labels';
import { propertiesOf } from './schema';

/** The parts of a deal, by what the keys of their fields begin with. */
const dealParts: Array<[string, Schema]> = [
	['contact', schemas.contactInput],
	['company', schemas.companyInput],
	['reminder', schemas.reminderInput],
];

/** Headings of the fields of an action on a deal. */
export const dealGroups = ['contact', 'company', 'custom_fields', 'reminder'].map((key) => ({
	key,
	label: inputLabel(key, propertiesOf(schemas.dealInput)[key] as Schema),
}));

/** Returns an input field of a deal or of its contact, company or reminder, e.g. `contact_email`. */
export function dealField(key: string, more: Partial<PlainInputField> = {}): PlainInputField {
	const [part, schema] = dealParts.find(([name]) => key.startsWith(`${name}_`)) ?? [];
	if (part === undefined || schema === undefined)
		return { ...inputField(schemas.dealInput, key), ...more };
	const inside = inputField(schema, key.slice(part.length + 1), groupLabel(part));
	return { ...inside, key, group: part, ...more };
}

/** Returns an input field of a contact. */
export function contactField(key: string, more: Partial<PlainInputField> = {}): PlainInputField {
	return { ...inputField(schemas.newContact, key), ...more };
}

/** Returns the field that names what to clear, because an empty field leaves a value as it is. */
export function fieldsToClear(schema: Schema): PlainInputField {
	const clearable = Object.entries(propertiesOf(schema)).filter(([, property]) =>
		takesNull(property),
	);
	const choices = clearable.map(([key, property]) => choice(key, inputLabel(key, property)));
	return {
		key: 'clear_fields',
		label: 'Fields to Clear',
		helpText: 'An empty field above leaves the value as it is. Choose here what to remove.',
		type: 'string',
		list: true,
		required: false,
		choices,
	};
}

/** Returns help text for Zapier, which wants addresses set as code. */
export const helpText = (text: string) => text.replace(/https?:\/\/([^\s,;]*[^\s,;.])?/g, '`$&`');

/** Returns a field that stands under no heading. */
export function withoutHeading({ group: _heading, ...field }: PlainInputField): PlainInputField {
	return field;
}

/** Returns an entry of a fixed dropdown. */
export const choice = (value: string, label: string) => ({ value, sample: value, label });

function inputField(schema: Schema, key: string, parent = ''): PlainInputField {
	const field = fields({
		...schema,
		properties: { [key]: propertiesOf(schema)[key] },
	})[0] as Field;
	return {
		key,
		label: inputLabel(key, { title: field.label }, parent),
		helpText: helpText(field.help),
		type: zapierTypes[field.type],
		required: false,
		...(field.type === 'list' ? { list: true } : {}),
		...(field.choices.length > 0
			? { choices: field.choices.map(({ value, label }) => choice(value, label)) }
			: {}),
	};
}

const groupLabel = (part: string) => dealGroups.find(({ key }) => key === part)?.label;

const zapierTypes: Record<FieldType, NonNullable<PlainInputField['type']>> = {
	text: 'string',
	long_text: 'text',
	money: 'number',
	number: 'number',
	integer: 'integer',
	boolean: 'boolean',
	choice: 'string',
	currency: 'string',
	web_address: 'string',
	date_time: 'datetime',
	list: 'string',
	object: 'string',
};
