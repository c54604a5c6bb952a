import { customFieldTypes, WRITTEN_SHAPES } from '../../../../contract/customFieldTypes';
import { acceptedOptions } from '../../../../contract/formerNames';
import { type Field, fields as contractFields } from '../../../../contract/fields';
import {
	type Notation,
	type Reading,
	readCustomField,
	readField,
	readList,
	readText,
} from '../../../../contract/reading';
import { schemas } from '../../../../contract/schemas';
import type { CustomField } from '../../../../contract/types';

/** A field of a deal that a column can fill. */
export type DealField = {
	/** Where its value goes in the input, e.g. `contact.email`. */
	path: string;
	/** What a column may be called to be recognised: keys and labels. */
	names: string[];
	/** What it was called before: counts for a column that is called like no field of now. */
	formerNames?: string[];
	/** Reads the text of a cell. */
	read: (text: string, notation: Notation) => Reading<unknown>;
	/** What a number in it is, where it holds one. */
	numbers?: 'money' | 'other' | undefined;
};

/** Given by options of the command, not by columns. */
const OPTIONS = ['match_on', 'mode', 'contact_rule'];

/** Names that mean something else at the top of a deal, or to most people. */
const AMBIGUOUS = ['name', 'title', 'at', 'note'];

/** Returns the fields every deal has, its contact, company and reminder included. */
export function builtInFields(): DealField[] {
	return [
		...contractFields(schemas.dealInput)
			.filter(({ key, type }) => type !== 'object' && !OPTIONS.includes(key))
			.map((field) => ({ ...reading(field), path: field.key, names: [field.key, field.label] })),
		...partFields('contact', schemas.contactInput),
		...partFields('company', schemas.companyInput),
		...partFields('reminder', schemas.reminderInput),
	];
}

function partFields(part: string, schema: Parameters<typeof contractFields>[0]): DealField[] {
	return contractFields(schema).map((field) => {
		const { key, label } = field;
		const path = `${part}.${key}`;
		const own = AMBIGUOUS.includes(key) ? [] : [key];
		const whole = path === 'company.name' ? ['company'] : [];
		return { ...reading(field), path, names: [path, label, `${part} ${label}`, ...own, ...whole] };
	});
}

/**
 * Returns the custom fields, those of several pipelines with the same key as one.
 *
 * @returns also the paths of those that have different types in different pipelines, which one column cannot fill
 */
export function customFieldColumns(found: CustomField[]): {
	fields: DealField[];
	mixedPaths: string[];
} {
	const byKey = Map.groupBy(found, ({ key }) => key);
	const fields = [...byKey].map(([key, alike]) => customField(`custom_fields.${key}`, key, alike));
	const mixed = [...byKey].filter(([, alike]) => new Set(alike.map(kindOf)).size > 1);
	return { fields, mixedPaths: mixed.map(([key]) => `custom_fields.${key}`) };
}

function customField(path: string, key: string, alike: CustomField[]): DealField {
	const [{ type }] = alike as [CustomField];
	const options = alike.flatMap(acceptedOptions);
	const isOneType = alike.every((field) => field.type === type);
	const { shape } = customFieldTypes[type];
	return {
		path,
		names: [path, key, ...alike.flatMap(({ name, id }) => [name, id])],
		formerNames: alike.flatMap(({ former_names = [] }) => former_names),
		numbers: shape === 'number' ? 'other' : undefined,
		read: (text, notation) => {
			// Which options there are depends on the pipeline of each row: the service knows.
			if (shape === 'options') return readList(text, { options });
			if (shape === 'option' || !isOneType) return readText(text);
			return readCustomField({ type, options }, text, notation);
		},
	};
}

/** What differs in kind cannot be read from one column. */
function kindOf({ type }: CustomField): string {
	const { shape } = customFieldTypes[type];
	return WRITTEN_SHAPES.includes(shape) ? 'text' : shape;
}

function reading(field: Field): Pick<DealField, 'read' | 'numbers'> {
	const numbers = { money: 'money', number: 'other', integer: 'other' } as const;
	return {
		read: (text, notation) => readField(field, text, notation),
		numbers: numbers[field.type as 'money'],
	};
}
