import type { IDataObject } from 'n8n-workflow';
import type { Field } from '../../contract/fields';
import { toFluid } from './values';
import type { ReadingRules } from './readingRules';

/** Returns the values of fields as Fluid takes them; what is empty is left out. */
export function converted(fields: Field[], given: IDataObject, how: ReadingRules): IDataObject {
	const entries = fields.map(
		(field) => [field.key, toFluid(field, given[field.key], how)] as const,
	);
	return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as IDataObject;
}

/** Returns the same of fields of which some are groups of fields; an empty group is left out. */
export function withGroups(fields: Field[], given: IDataObject, how: ReadingRules): IDataObject {
	const groups = fields.filter((field) => field.fields.length > 0);
	const values = converted(
		fields.filter((field) => field.fields.length === 0),
		given,
		how,
	);
	for (const { key, fields: inside } of groups) {
		const found = converted(inside, (given[key] ?? {}) as IDataObject, how);
		if (Object.keys(found).length > 0) values[key] = found;
	}
	return values;
}

/** Sets the fields at these paths (`source`, `contact.phone`) to null, unless they have a value. */
export function clearFields(values: IDataObject, paths: unknown): void {
	// Sorted, so that a whole group is cleared before a field in it.
	for (const path of names(paths).sort()) clearOne(values, path.split('.'));
}

function clearOne(values: IDataObject, [name = '', inside]: string[]): void {
	if (inside === undefined) values[name] ??= null;
	else if (values[name] !== null) {
		values[name] = { [inside]: null, ...(values[name] as IDataObject | undefined) };
	}
}

/** Returns what was chosen from a list of several; an expression may give a list or a text with commas. */
export function names(given: unknown): string[] {
	const list = Array.isArray(given) ? given : String(given ?? '').split(',');
	return list.map((name) => String(name).trim()).filter((name) => name !== '');
}

/** Returns the paths of custom fields given by key. */
export function customFieldPaths(keys: unknown): string[] {
	return names(keys).map((key) => `custom_fields.${key}`);
}
