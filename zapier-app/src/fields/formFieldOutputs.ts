import type { Bundle, PlainOutputField, ZObject } from 'zapier-platform-core';
import type { Form } from '../../../contract/types';
import { cached } from '../cached';
import { get } from '../request';
import { customOutputs, typedOutput } from './customFieldOutputs';
import { filledIn } from './filledIn';

/**
 * Returns what the chosen lead form asks, labelled as visitors read it, and the custom fields of its deals; of all forms
 * where none is chosen, the first field of each name.
 */
export async function formFieldOutputs(z: ZObject, bundle: Bundle): Promise<PlainOutputField[]> {
	const { form_id, pipeline_id } = bundle.inputData;
	const chosen = filledIn(form_id);
	const all = await cached(z, 'forms', () => forms(z, bundle));
	const form = all.find(({ id }) => id === chosen);
	const own = await customOutputs(z, bundle, form?.pipeline_id ?? filledIn(pipeline_id));
	return [
		...asked(form ? [form] : all),
		...own.map((field) => ({
			...field,
			key: `deal__${field.key}`,
			label: `Deal ${field.label ?? ''}`,
		})),
	];
}

/** A server of an earlier version does not say what a form asks. */
function asked(forms: Array<Partial<Pick<Form, 'fields'>>>): PlainOutputField[] {
	const fields = forms.flatMap((form) => form.fields ?? []);
	const firsts = new Map(fields.toReversed().map((field) => [field.name, field]));
	return fields
		.filter((field) => firsts.get(field.name) === field)
		.map(({ name, label, type }) => ({
			key: `fields__${name}`,
			label,
			...typedOutput(type),
		}));
}

async function forms(z: ZObject, bundle: Bundle): Promise<Form[]> {
	return (await get<{ data: Form[] }>(z, bundle, '/api-forms', ['data'])).data;
}
