import type { Bundle, ZObject } from 'zapier-platform-core';
import { readField } from '../../../contract/reading';
import { schemas } from '../../../contract/schemas';
import type { ContactChange } from '../../../contract/types';
import { dealKeys, fieldsOf, labelOf } from '../fields/dealKeys';
import { clearable } from '../fields/inputFields';
import { type Readable, readInputs } from '../fields/readInputs';
import { clearAt, toClear } from '../fields/toClear';

/**
 * Returns the contact that the fields of a Zap describe: empty fields are absent, and null where they are to be cleared.
 *
 * @throws an error that names every field that cannot be read
 */
export function contactInput(z: ZObject, { inputData }: Bundle): ContactChange {
	const {
		run_id: _run,
		exact_name: _ofSearch,
		contact_id: _id,
		clear_fields,
		...inputs
	} = inputData;
	const values = readInputs(z, inputs, (key) => readables.get(key));
	const company = values.filter(([key]) => key in companyKeys);
	const contact = values.filter(([key]) => !(key in companyKeys));
	const change: Record<string, unknown> = {
		...Object.fromEntries(contact),
		...(company.length > 0
			? { company: Object.fromEntries(company.map(([key, value]) => [companyKeys[key], value])) }
			: {}),
	};
	for (const name of toClear(clear_fields, clearable(schemas.contactChange)))
		clearAt(change, [name]);
	return change;
}

const companyKeys: Record<string, string> = { company_name: 'name', company_domain: 'domain' };

const readables = new Map<string, Readable>(
	[
		...fieldsOf(schemas.newContact).map((field) => ({
			key: field.key,
			label: labelOf(field),
			field,
		})),
		...Object.keys(companyKeys).flatMap((key) => {
			const known = dealKeys.get(key);
			return known ? [{ key, ...known }] : [];
		}),
	].map(({ key, label, field }) => [key, { label, read: (value) => readField(field, value) }]),
);
