import type { PlainInputField } from 'zapier-platform-core';
import type { Schema } from '../../../contract/bundle';
import type { Field, FieldType } from '../../../contract/fields';
import { takesNull } from '../../../contract/references';
import { schemas } from '../../../contract/schemas';
import { type DealKey, dealKeys, fieldsOf, labelOf, partLabel } from './dealKeys';
import { inputLabel } from './labels';
import { propertiesOf } from './schema';

/** Headings of the fields of an action on a deal. */
export const dealGroups = [
	...['contact', 'company', 'custom_fields', 'reminder'].map((key) => ({
		key,
		label: partLabel(key),
	})),
	{ key: 'on_create', label: 'Only for a New Deal' },
];

/** Returns an input field of a deal or of its contact, company or reminder, e.g. `contact_email`. */
export function dealInputField(key: string, more: Partial<PlainInputField> = {}): PlainInputField {
	const { field, label, part } = dealKeys.get(key) as DealKey;
	return {
		...inputField(field, label),
		key,
		...(part === undefined ? {} : { group: part }),
		...more,
	};
}

/** Returns an input field of a contact. */
export function contactInputField(
	key: string,
	more: Partial<PlainInputField> = {},
): PlainInputField {
	const field = contactFields.get(key) as Field;
	return { ...inputField(field, labelOf(field)), ...more };
}

const contactFields = new Map(fieldsOf(schemas.newContact).map((field) => [field.key, field]));

/** Returns the choice of what can be cleared. */
export function clearable(schema: Schema) {
	return Object.entries(propertiesOf(schema))
		.filter(([, property]) => takesNull(property))
		.map(([key, property]) => choice(key, inputLabel(key, property)));
}

/** Returns the field that names what to clear, because an empty field leaves a value as it is. */
export function fieldsToClearInput(schema: Schema): PlainInputField {
	return {
		key: 'clear_fields',
		label: 'Fields to Clear',
		helpText:
			'An empty field above leaves the value as it is. Choose here which ones to remove instead; a field that is filled in counts all the same.',
		type: 'string',
		list: true,
		required: false,
		choices: clearable(schema),
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

/** The choices of a field that is yes or no. */
export const yesOrNo = [choice('true', 'Yes'), choice('false', 'No')];

/**
 * Returns the input of a field. Every one is a text, because Zapier casts all other types before the app sees what the
 * user wrote: $4,800 arrives as 4, a date that it cannot read as now, and any word but "no" as yes.
 */
function inputField(field: Field, label: string): PlainInputField {
	const { key, help, type } = field;
	const choices = type === 'boolean' ? yesOrNo : field.choices.map(toChoice);
	return {
		key,
		label,
		helpText: helpText(ownHelp[type] ?? help),
		type: type === 'long_text' ? 'text' : 'string',
		required: false,
		...(type === 'list' || type === 'links' ? { list: true } : {}),
		...(choices.length > 0 ? { choices } : {}),
	};
}

/** What the help of a field says here, where the contract's says how the API wants it. */
const ownHelp: Partial<Record<FieldType, string>> = {
	date_time:
		'Date and time, e.g. 2026-12-01 09:00, in the time zone of the Zap unless it names another.',
	links:
		'Each a web address, and behind it what to call it, e.g. https://app.smartlead.ai/inbox/4711 Smartlead. They replace the links it had.',
};

const toChoice = ({ value, label }: Field['choices'][number]) => choice(value, label);
