import type { Schema } from './bundle';
import { labelled, resolved, takesNull } from './references';

/** What a field holds, for every platform. */
export type FieldType =
	| 'text'
	| 'long_text'
	| 'money'
	| 'number'
	| 'integer'
	| 'boolean'
	| 'choice'
	| 'currency'
	| 'web_address'
	| 'date_time'
	| 'list'
	| 'object';

/** A field of a form, a node or a Zap, read from a property of a schema. */
export type Field = {
	key: string;
	label: string;
	help: string;
	type: FieldType;
	required: boolean;
	/** Values of a choice, with what the user reads. */
	choices: Array<{ value: string; label: string }>;
	/** Whether null clears it. */
	isClearable: boolean;
	/** The fields of an object, where they are known. */
	fields: Field[];
};

const LONG_TEXT_FROM = 1000;

/** Returns the fields of an object schema in its order. */
export function fields(schema: Schema): Field[] {
	const properties = schema.properties as Record<string, Schema>;
	const required = (schema.required ?? []) as string[];
	return Object.entries(properties).map(([key, property]) =>
		field(key, property, required.includes(key)),
	);
}

function field(key: string, given: Schema, required: boolean): Field {
	const property = labelled(given);
	const inside = resolved(property);
	const choices = ((property.enum ?? []) as string[]).map((value) => ({
		value,
		label: inWords(value),
	}));
	return {
		key,
		label: property.title as string,
		help: property.description as string,
		type: fieldType(property),
		required,
		choices,
		isClearable: takesNull(property),
		fields: inside.properties ? fields(inside) : [],
	};
}

function fieldType(property: Schema): FieldType {
	const type = plainType(property);
	if (property.enum) return 'choice';
	const byFormat = formats[String(property.format)];
	if (byFormat !== undefined) return byFormat;
	if (type === 'string' && Number(property.maxLength ?? 0) > LONG_TEXT_FROM) return 'long_text';
	return typeNames[type] ?? 'object';
}

const formats: Record<string, FieldType | undefined> = {
	money: 'money',
	currency: 'currency',
	'web-address': 'web_address',
	'date-time': 'date_time',
};

const typeNames: Record<string, FieldType> = {
	string: 'text',
	number: 'number',
	integer: 'integer',
	boolean: 'boolean',
	array: 'list',
};

function plainType(property: Schema): string {
	const types = [property.type].flat() as string[];
	return types.find((type) => type !== 'null') ?? 'object';
}

/** Returns a value such as `external_id` as a label, e.g. "External ID". */
export function inWords(value: string): string {
	const words = value.replace(/_/g, ' ').replace(/\bid\b/g, 'ID');
	return words.charAt(0).toUpperCase() + words.slice(1);
}
