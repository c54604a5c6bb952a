import { fields as contractFields, type FieldType } from '../../../../contract/fields';
import { schemas } from '../../../../contract/schemas';
import type { CustomField, CustomFieldType } from '../../../../contract/types';

/** What the text of a cell becomes. */
export type ValueType = 'text' | 'number' | 'boolean' | 'date' | 'date_time' | 'choice' | 'list';

/** A field of a deal that a column can fill. */
export type DealField = {
	/** Where its value goes in the input, e.g. `contact.email`. */
	path: string;
	type: ValueType;
	/** What a column may be called to be recognised: keys and labels. */
	names: string[];
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
			.map(({ key, label, type }) => ({ path: key, type: types[type], names: [key, label] })),
		...partFields('contact', schemas.contactInput),
		...partFields('company', schemas.companyInput),
		...partFields('reminder', schemas.reminderInput),
	];
}

function partFields(part: string, schema: Parameters<typeof contractFields>[0]): DealField[] {
	return contractFields(schema).map(({ key, label, type }) => {
		const path = `${part}.${key}`;
		const own = AMBIGUOUS.includes(key) ? [] : [key];
		const whole = path === 'company.name' ? ['company'] : [];
		return { path, type: types[type], names: [path, label, `${part} ${label}`, ...own, ...whole] };
	});
}

/**
 * Returns the custom fields, those of several pipelines with the same key as one.
 *
 * @returns also the paths of those that have different types in different pipelines, which one column cannot fill
 */
export function customFields(found: CustomField[]): { fields: DealField[]; mixedPaths: string[] } {
	const byKey = new Map<string, DealField>();
	const mixedPaths = new Set<string>();
	for (const { id, key, name, type } of found) {
		const path = `custom_fields.${key}`;
		const known = byKey.get(key);
		if (known && known.type !== customTypes[type]) mixedPaths.add(path);
		const names = [...(known?.names ?? [path, key]), name, id];
		byKey.set(key, { path, type: customTypes[type], names });
	}
	return { fields: [...byKey.values()], mixedPaths: [...mixedPaths] };
}

const types: Record<FieldType, ValueType> = {
	text: 'text',
	long_text: 'text',
	money: 'number',
	number: 'number',
	integer: 'number',
	boolean: 'boolean',
	choice: 'choice',
	currency: 'text',
	web_address: 'text',
	date_time: 'date_time',
	list: 'list',
	object: 'text',
};

const customTypes: Record<CustomFieldType, ValueType> = {
	text: 'text',
	long_text: 'text',
	number: 'number',
	date: 'date',
	boolean: 'boolean',
	select: 'text',
	multi_select: 'list',
	url: 'text',
	email: 'text',
	phone: 'text',
};
