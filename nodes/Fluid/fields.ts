import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import type { Field, FieldType } from '../../contract/fields';

type Look = Pick<INodeProperties, 'type' | 'default'> &
	Partial<Pick<INodeProperties, 'options' | 'typeOptions' | 'placeholder'>>;

/** Under what name the node keeps the rows of a list of objects. */
export const ROWS = 'link';

// A number is empty at first, so that a field that was added but not filled in changes nothing.
const looks: Record<FieldType, (field: Field) => Look> = {
	text: () => ({ type: 'string', default: '' }),
	long_text: () => ({ type: 'string', default: '', typeOptions: { rows: 4 } }),
	money: () => ({ type: 'number', default: '' }),
	number: () => ({ type: 'number', default: '' }),
	integer: () => ({ type: 'number', default: '', typeOptions: { numberPrecision: 0 } }),
	boolean: () => ({ type: 'boolean', default: false }),
	choice: ({ choices }) => ({
		type: 'options',
		default: choices[0]?.value ?? '',
		options: choiceOptions(choices),
	}),
	currency: () => ({ type: 'string', default: '' }),
	email: () => ({ type: 'string', default: '' }),
	web_address: () => ({ type: 'string', default: '' }),
	date: () => ({ type: 'dateTime', default: '' }),
	date_time: () => ({ type: 'dateTime', default: '' }),
	list: () => ({ type: 'string', default: '', placeholder: 'First, second' }),
	links: ({ entry = [] }) => ({
		type: 'fixedCollection',
		default: {},
		placeholder: 'Add link',
		typeOptions: { multipleValues: true },
		options: [{ displayName: 'Link', name: ROWS, values: entry.map(propertyFor) }],
	}),
	object: () => ({ type: 'json', default: '' }),
};

/** Returns the property of a node for a field of the contract; an object with known fields becomes a group of them. */
export function propertyFor(field: Field): INodeProperties {
	if (field.fields.length > 0) return groupOf(field.label, field.key, field.fields, field.help);
	return {
		displayName: field.label,
		name: field.key,
		description: field.type === 'list' ? `${field.help} Separate several with commas.` : field.help,
		...looks[field.type](field),
	};
}

/** Returns a group the user adds fields to, in the order of their labels. */
export function groupOf(
	displayName: string,
	name: string,
	fields: Field[],
	description?: string,
): INodeProperties {
	return collection(displayName, name, fields.map(propertyFor), description);
}

/** Returns a group of properties, in the order of their names. */
export function collection(
	displayName: string,
	name: string,
	properties: INodeProperties[],
	description?: string,
): INodeProperties {
	return {
		displayName,
		name,
		type: 'collection',
		placeholder: displayName === 'Options' ? 'Add option' : 'Add field',
		default: {},
		...(description === undefined ? {} : { description }),
		options: sorted(properties),
	};
}

/** Returns the choice of fields to empty, because an empty field leaves the value as it is. */
export function fieldsToClearProperty(options: INodePropertyOptions[]): INodeProperties {
	return {
		displayName: 'Fields to Clear',
		name: 'clear',
		type: 'multiOptions',
		default: [],
		description: 'Fields to clear if the item has no value for them. All others stay as they are.',
		options,
	};
}

/** Returns the options of a choice, in the order of their names. */
export function choiceOptions(choices: Field['choices']): INodePropertyOptions[] {
	return sortedByName(choices.map(({ value, label }) => ({ name: toTitleCase(label), value })));
}

/** Returns options in the order of their names, as n8n shows them. */
export function sortedByName<T extends INodePropertyOptions | INodePropertyCollection>(
	options: T[],
): T[] {
	return [...options].sort((one, other) => one.name.localeCompare(other.name));
}

/** Returns the properties of an operation, each shown only there. */
export function shownFor(
	resource: string,
	operations: string[],
	properties: INodeProperties[],
): INodeProperties[] {
	return properties.map((property) => ({
		...property,
		displayOptions: {
			...property.displayOptions,
			show: { resource: [resource], operation: operations, ...property.displayOptions?.show },
		},
	}));
}

/** Returns a label such as "Meeting booked" in title case, e.g. "Meeting Booked". */
export function toTitleCase(label: string): string {
	return label.replace(
		/(^|\s)(\S)/g,
		(_, space: string, letter: string) => space + letter.toUpperCase(),
	);
}

function sorted(properties: INodeProperties[]): INodeProperties[] {
	return [...properties].sort((one, other) => one.displayName.localeCompare(other.displayName));
}
