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
	| 'email'
	| 'web_address'
	| 'date'
	| 'date_time'
	| 'list'
	| 'links'
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
	/** The fields of each entry of a list of objects. */
	entry?: Field[];
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
	const entries = resolved((property.items ?? {}) as Schema);
	const choices = ((property.enum ?? []) as string[]).map((value) => ({
		value,
		label: inWords(value),
	}));
	return {
		key,
		label: property.title as string,
		help: property.description as string,
		type: fieldType(key, property),
		required,
		choices,
		isClearable: takesNull(property),
		fields: inside.properties ? fields(inside) : [],
		...(entries.properties ? { entry: fields(entries) } : {}),
	};
}

/** A format that is not known here would be asked for, read and shown as any text, and nobody would notice. */
function fieldType(key: string, property: Schema): FieldType {
	const { format } = property;
	if (property.enum) return 'choice';
	if (format !== undefined) {
		const byFormat = formats[format as string];
		if (byFormat === undefined)
			throw new Error(`The format "${String(format)}" of "${key}" is not in contract/fields.ts.`);
		return byFormat;
	}
	const type = plainType(property);
	if (type === 'array' && isLink(property.items as Schema)) return 'links';
	if (type === 'string' && Number(property.maxLength ?? 0) > LONG_TEXT_FROM) return 'long_text';
	return typeNames[type] ?? 'object';
}

/** Objects of any other kind would need an input of their own. */
function isLink(items: Schema): boolean {
	const names = Object.keys((resolved(items).properties ?? {}) as object);
	return names.join() === 'url,label';
}

const formats: Record<string, FieldType | undefined> = {
	money: 'money',
	currency: 'currency',
	email: 'email',
	'web-address': 'web_address',
	date: 'date',
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
