import type { Bundle, PlainInputField, ZObject } from 'zapier-platform-core';
import type { CustomField, CustomFieldType } from '../../../contract/types';
import { customFields } from '../customFields';
import { keptPipelines, pipelineOfStep } from '../place';
import { choice } from './inputFields';

/** What the key of a custom field's input begins with. */
export const CUSTOM_FIELD = 'custom_field_';

/** The key of the input that names the custom fields to clear. */
export const CLEARED_CUSTOM_FIELDS = 'clear_custom_fields';

/** Returns the custom fields of the pipeline the new deal goes to; without a choice that is the first pipeline. */
export async function inputsOfNewDeal(z: ZObject, bundle: Bundle): Promise<PlainInputField[]> {
	const found = await fieldsOfNewDeal(z, bundle);
	return found.map((field) => ({ ...input(field), required: field.required }));
}

/** Returns the custom fields of a deal that may have to be created: what a new one needs is said, not demanded. */
export async function inputsOfUpsert(z: ZObject, bundle: Bundle): Promise<PlainInputField[]> {
	const found = await fieldsOfNewDeal(z, bundle);
	return found.map((field) => {
		const { helpText, ...rest } = input(field);
		const note = 'Needed when the deal is created.';
		return field.required
			? { ...rest, helpText: helpText ? `${note} ${helpText}` : note }
			: input(field);
	});
}

/** Returns the custom fields of the pipeline chosen, else of the pipeline that the chosen deal is in, else of the first. */
export async function inputsOfDeal(z: ZObject, bundle: Bundle): Promise<PlainInputField[]> {
	const pipeline = await pipelineOfStep(z, bundle);
	const found = pipeline
		? await customFields(z, bundle, pipeline)
		: await fieldsOfNewDeal(z, bundle);
	return [...found.map(input), ...toClear(found)];
}

/** A required field cannot be cleared, so it is not offered. */
function toClear(found: CustomField[]): PlainInputField[] {
	const clearable = found.filter(({ required }) => !required);
	if (clearable.length === 0) return [];
	return [
		{
			key: CLEARED_CUSTOM_FIELDS,
			label: 'Custom Fields to Clear',
			helpText:
				'An empty custom field above leaves the value as it is. Choose here what to remove.',
			type: 'string',
			list: true,
			required: false,
			group: 'custom_fields',
			choices: clearable.map(({ key, name }) => choice(key, name)),
		},
	];
}

async function fieldsOfNewDeal(z: ZObject, bundle: Bundle): Promise<CustomField[]> {
	const chosen = bundle.inputData.pipeline_id as string | undefined;
	const pipeline = chosen || (await keptPipelines(z, bundle))[0]?.id;
	return pipeline ? customFields(z, bundle, pipeline) : [];
}

function input({ key, name, type, options, required }: CustomField): PlainInputField {
	const choices = options.map((option) => choice(option, option));
	return {
		key: `${CUSTOM_FIELD}${key}`,
		label: name,
		required: false,
		group: 'custom_fields',
		meta: { type, required },
		...inputsByType[type],
		...(choices.length > 0 ? { choices } : {}),
	};
}

const inputsByType: Record<CustomFieldType, Pick<PlainInputField, 'type' | 'list' | 'helpText'>> = {
	text: { type: 'string' },
	long_text: { type: 'text' },
	number: { type: 'number', helpText: 'A number, e.g. 12.5.' },
	date: { type: 'datetime', helpText: 'A date, e.g. 2026-12-01; the time of day is left out.' },
	boolean: { type: 'boolean' },
	select: { type: 'string', helpText: 'One of the options, in the same words.' },
	multi_select: {
		type: 'string',
		list: true,
		helpText: 'Any of the options, in the same words; they replace those chosen before.',
	},
	url: { type: 'string', helpText: 'A web address, e.g. `https://example.com`.' },
	email: { type: 'string', helpText: 'An e-mail address, e.g. ada@example.com.' },
	phone: { type: 'string', helpText: 'A phone number in any notation.' },
};
