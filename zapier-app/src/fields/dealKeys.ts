import type { Schema } from '../../../contract/bundle';
import { type Field, fields } from '../../../contract/fields';
import { schemas } from '../../../contract/schemas';
import { inputLabel } from './labels';
import { propertiesOf } from './schema';

/** A field of a deal as a Zap has it: flat, where the deal has parts. */
export type DealKey = {
	field: Field;
	label: string;
	/** Where its value stands in a deal, e.g. `['contact', 'email']`. */
	path: string[];
	/** The part of the deal it belongs to. */
	part: string | undefined;
};

const parts = {
	contact: schemas.contactInput,
	company: schemas.companyInput,
	reminder: schemas.reminderInput,
} satisfies Record<string, Schema>;

/** The fields of a deal and of its contact, company and reminder by the keys of their inputs, e.g. `contact_email`. */
export const dealKeys: ReadonlyMap<string, DealKey> = new Map([
	...fieldsOf(schemas.dealInput).map((field): [string, DealKey] => [
		field.key,
		{ field, label: labelOf(field), path: [field.key], part: undefined },
	]),
	...Object.entries(parts).flatMap(([part, schema]) =>
		fieldsOf(schema).map((field): [string, DealKey] => [
			`${part}_${field.key}`,
			{ field, label: labelOf(field, partLabel(part)), path: [part, field.key], part },
		]),
	),
]);

/** Returns the fields of an object of the contract, each with the label that it has in the contract. */
export function fieldsOf(schema: Schema): Field[] {
	return fields({ ...schema, properties: propertiesOf(schema) });
}

/** Returns the label of an input, e.g. "Contact Email" for the email of the contact. */
export function labelOf({ key, label }: Pick<Field, 'key' | 'label'>, parent = ''): string {
	return inputLabel(key, { title: label }, parent);
}

/** Returns what a part of a deal is called. */
export function partLabel(part: string): string {
	return inputLabel(part, propertiesOf(schemas.dealInput)[part] as Schema);
}
