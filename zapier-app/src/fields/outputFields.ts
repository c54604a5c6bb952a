import type { PlainOutputField } from 'zapier-platform-core';
import type { Schema } from '../../../contract/bundle';
import { resolved } from '../../../contract/references';
import { schemas } from '../../../contract/schemas';
import { label } from './labels';
import { propertiesOf } from './schema';

/**
 * Returns the labelled fields of an object, those of objects inside it with two underscores, as Zapier names them.
 * Fields that each workspace has for itself are not among them.
 */
export function outputFields(schema: Schema, prefix = '', parent = ''): PlainOutputField[] {
	return Object.entries(propertiesOf(schema)).flatMap(([key, property]) =>
		fieldsOf(key, property, prefix, parent),
	);
}

/** Whether an action has only given again the answer it gave before. */
export const repeatedField: PlainOutputField = {
	key: 'repeated',
	label: 'Repeated',
	type: 'boolean',
};

/** Whether an action has left its note out, because the deal had it already. */
const noteLeftOutField: PlainOutputField = {
	key: 'note_left_out',
	label: 'Note Left Out',
	type: 'boolean',
};

/** What an action answers beside the deal. */
export const resultFields = [
	...outputFields(schemas.ingestResult).filter(({ key }) =>
		['action', 'changed_fields', 'warnings'].includes(key),
	),
	repeatedField,
	noteLeftOutField,
];

function fieldsOf(
	key: string,
	property: Schema,
	prefix: string,
	parent: string,
): PlainOutputField[] {
	const field = { key: `${prefix}${key}`, label: label(key, property, parent) };
	const schema = resolved(property);
	if (schema.properties) return outputFields(schema, `${field.key}__`, field.label);
	const type = plainType(schema);
	if (type === 'object') return [];
	if (type !== 'array') return [{ ...field, type: zapierType(type, schema) }];
	const items = resolved(schema.items as Schema);
	if (items.properties) return [{ ...field, children: outputFields(items) }];
	return [{ ...field, type: 'string', list: true }];
}

function plainType(schema: Schema): string {
	const types = [schema.type ?? 'object'].flat() as string[];
	return types.find((type) => type !== 'null') as string;
}

function zapierType(type: string, { format }: Schema): NonNullable<PlainOutputField['type']> {
	if (format === 'date-time') return 'datetime';
	return type === 'number' || type === 'integer' || type === 'boolean' ? type : 'string';
}
