import { readChoice } from './reading/choices';
import { readDate } from './reading/dates';
import { readChoices, type ListNotation } from './reading/lists';
import { readNumber } from './reading/numbers';
import type { Notation, Reading } from './reading/reading';
import { readText } from './reading/text';
import { readWebAddress } from './reading/webAddresses';
import { readYesNo } from './reading/yesNo';
import { schemas } from './schemas';
import type { CustomFieldType } from './types';

/** What a value is, by which the service checks it. */
export type ValueShape =
	| 'text'
	| 'number'
	| 'date'
	| 'boolean'
	| 'option'
	| 'options'
	| 'web_address'
	| 'email';

/** What a person fills a value in with. */
export type ValueControl = 'line' | 'lines' | 'yes_or_no' | 'one_of' | 'some_of';

/** How a value is written where the text alone does not say it, and whether entries of a list are texts that hold several. */
export type FieldNotation = Notation & Pick<ListNotation, 'splitEntries'>;

/** What is known of a type of custom field. Whatever asks for, checks, stores or shows a value follows from it. */
export type CustomFieldTypeDeclaration = {
	/** What people call it. */
	label: string;
	shape: ValueShape;
	/** The most characters of a text; undefined for what is none. */
	maxLength?: number;
	/** What it is filled in with in a form, and of a line the type of the HTML input and the keys that a phone shows. */
	html: { control: ValueControl; type?: 'date' | 'tel'; keys?: 'decimal' | 'email' | 'url' };
	/** Its type in the mapper of n8n, which has none for several options. */
	n8n: 'string' | 'number' | 'dateTime' | 'options';
	/** Its input in a Zap, which is a text always and may be one of several lines; and the type of its output. */
	zapier: { lines?: true; help?: string; output: 'string' | 'number' | 'boolean' };
	/** Reads what a person wrote. */
	read: (
		value: unknown,
		notation: FieldNotation,
		options: readonly string[],
	) => Reading<string | number | boolean | string[]>;
};

const { email, linkedin_url, phone } = schemas.contactInput.properties;

/** The types of custom fields; texts that a contact has as well are as long as the contact's. */
export const customFieldTypes: Record<CustomFieldType, CustomFieldTypeDeclaration> = {
	text: {
		label: 'Text',
		shape: 'text',
		maxLength: 1000,
		html: { control: 'line' },
		n8n: 'string',
		zapier: { output: 'string' },
		read: readText,
	},
	long_text: {
		label: 'Long text',
		shape: 'text',
		maxLength: 20_000,
		html: { control: 'lines' },
		n8n: 'string',
		zapier: { lines: true, output: 'string' },
		read: readText,
	},
	number: {
		label: 'Number',
		shape: 'number',
		html: { control: 'line', keys: 'decimal' },
		n8n: 'number',
		zapier: { help: 'A number, e.g. 12.5.', output: 'number' },
		read: readNumber,
	},
	date: {
		label: 'Date',
		shape: 'date',
		html: { control: 'line', type: 'date' },
		n8n: 'dateTime',
		zapier: { help: 'A date, e.g. 2026-12-01; a time of day is ignored.', output: 'string' },
		read: readDate,
	},
	boolean: {
		label: 'Yes or no',
		shape: 'boolean',
		html: { control: 'yes_or_no' },
		// n8n's switch would set every such field to no as soon as the node is opened.
		n8n: 'options',
		zapier: { help: 'Yes or no.', output: 'boolean' },
		read: readYesNo,
	},
	select: {
		label: 'Select',
		shape: 'option',
		html: { control: 'one_of' },
		n8n: 'options',
		zapier: { help: 'One of the options.', output: 'string' },
		read: (value, _notation, options) => readChoice(value, options),
	},
	multi_select: {
		label: 'Multi select',
		shape: 'options',
		html: { control: 'some_of' },
		n8n: 'string',
		zapier: {
			help: 'Any of the options, one by one or separated by commas; they replace the options chosen before.',
			output: 'string',
		},
		read: (value, notation, options) => readChoices(value, options, notation),
	},
	url: {
		label: 'URL',
		shape: 'web_address',
		maxLength: linkedin_url.maxLength,
		html: { control: 'line', keys: 'url' },
		n8n: 'string',
		zapier: { help: 'A web address, e.g. https://example.com.', output: 'string' },
		read: readWebAddress,
	},
	email: {
		label: 'Email',
		shape: 'email',
		maxLength: email.maxLength,
		html: { control: 'line', keys: 'email' },
		n8n: 'string',
		zapier: { help: 'An email address, e.g. ada@example.com.', output: 'string' },
		read: readText,
	},
	phone: {
		label: 'Phone',
		shape: 'text',
		maxLength: phone.maxLength,
		html: { control: 'line', type: 'tel' },
		n8n: 'string',
		zapier: { help: 'A phone number in any notation.', output: 'string' },
		read: readText,
	},
};

/** The shapes that are the text as it was written. */
export const WRITTEN_SHAPES: readonly ValueShape[] = ['text', 'option', 'web_address', 'email'];

/** The names of the types, in the order in which they are offered. */
export const customFieldTypeNames = Object.keys(customFieldTypes) as CustomFieldType[];

/** Returns whether the values of a custom field of this type are chosen from options. */
export function hasOptions(type: CustomFieldType): boolean {
	const { shape } = customFieldTypes[type];
	return shape === 'option' || shape === 'options';
}

/** Returns whether a value of this type is a list. */
export function isList(type: CustomFieldType): boolean {
	return customFieldTypes[type].shape === 'options';
}
