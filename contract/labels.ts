import type { Schema } from './bundle';
import { labelled, resolved } from './references';
import { schemas } from './schemas';
import type { InputError } from './types';

const inputs = [
	schemas.dealInput,
	schemas.contactChange,
	schemas.webhookInput,
] as unknown as Schema[];

/** Returns the label of the field at a JSON Pointer, e.g. "Email" for /contact/email; undefined where none is known. */
export function labelAt(pointer: string): string | undefined {
	const names = pointer.split('/').slice(1);
	const labels = inputs.map((schema) => labelBelow(schema, names));
	return labels.find((label) => label !== undefined);
}

/** Returns the sentence about a fault with the field called by its label, as the user knows it. */
export function sentenceOf(error: InputError): string {
	return withLabel(labelAt(error.pointer), error);
}

/** How a pointer to an entry of a list ends. */
export const ENTRY = /\/\d+$/;

/** Returns the sentence about a fault with this label for its field: in the place of its name, or before the sentence. */
export function withLabel(label: string | undefined, { pointer, detail }: InputError): string {
	if (label === undefined) return detail;
	const list = pointer.replace(ENTRY, '');
	const name = `"${list.split('/').at(-1)}"`;
	const place = list === pointer ? label : `An entry of ${label}`;
	if (detail.startsWith(name)) return `${place}${detail.slice(name.length)}`;
	const [whole, entry] = /^(Entry \d+ of )"[^"]*"/.exec(detail) ?? [];
	if (whole !== undefined) return `${entry}${label}${detail.slice(whole.length)}`;
	return `${label}: ${detail}`;
}

function labelBelow(schema: Schema, names: string[]): string | undefined {
	const [name = '', ...rest] = names;
	const { items } = schema;
	if (items !== undefined && /^\d+$/.test(name)) return labelBelow(items as Schema, rest);
	const properties = resolved(schema).properties as Record<string, Schema> | undefined;
	const property = properties?.[name];
	if (property === undefined) return undefined;
	return rest.length === 0
		? (labelled(property).title as string | undefined)
		: labelBelow(property, rest);
}
