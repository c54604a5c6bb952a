import type { Bundle, PlainInputField, ZObject } from 'zapier-platform-core';
import type { CustomField, CustomFieldType } from '../../../contract/types';
import { customFields } from '../customFields';
import { keptPipelines, pipelineOfStep } from '../place';
import { filledIn } from './filledIn';
import { choice, yesOrNo } from './inputFields';
import { forNewDeal, ON_CREATE } from './onCreate';

/** What the key of a custom field's input begins with. */
export const CUSTOM_FIELD = 'custom_field_';

/** The key of the input that names the custom fields to clear. */
export const CLEARED_CUSTOM_FIELDS = 'clear_custom_fields';

/** Returns the custom fields of the pipeline the new deal goes to; without a choice that is the first pipeline. */
export async function inputsOfNewDeal(z: ZObject, bundle: Bundle): Promise<PlainInputField[]> {
	const found = await fieldsOfNewDeal(z, bundle);
	return found.map((field) => ({ ...input(field), required: field.required }));
}

/**
 * Returns the custom fields of a deal that may have to be created, and once more those for a new deal alone. What a new
 * one needs is said, not demanded: it can stand in either place.
 */
export async function inputsOfUpsert(z: ZObject, bundle: Bundle): Promise<PlainInputField[]> {
	const found = await fieldsOfNewDeal(z, bundle);
	const other = filledIn(bundle.inputData[`${ON_CREATE}pipeline_id`]);
	const onCreate = other ? await customFields(z, bundle, other) : found;
	return [
		...found.map((field) => toldNeeded(field, input(field))),
		...onCreate.map((field) => toldNeeded(field, forNewDeal(input(field)))),
	];
}

function toldNeeded({ required }: CustomField, { helpText, ...rest }: PlainInputField) {
	const note = required ? ['Needed when the deal is created.'] : [];
	const help = [...note, ...(helpText ? [helpText] : [])].join(' ');
	return help === '' ? rest : { ...rest, helpText: help };
}

/** Returns the custom fields of the pipeline chosen, else of the pipeline that the chosen deal is in, else of the first. */
export async function inputsOfDeal(z: ZObject, bundle: Bundle): Promise<PlainInputField[]> {
	const pipeline = await pipelineOfStep(z, bundle);
	const found = pipeline
		? await customFields(z, bundle, pipeline)
		: await fieldsOfNewDeal(z, bundle);
	return [...found.map(input), ...clearable(found)];
}

/** A required field cannot be cleared, so it is not offered. */
function clearable(found: CustomField[]): PlainInputField[] {
	const optional = found.filter(({ required }) => !required);
	if (optional.length === 0) return [];
	return [
		{
			key: CLEARED_CUSTOM_FIELDS,
			label: 'Custom Fields to Clear',
			helpText:
				'An empty custom field above leaves the value as it is. Choose here which ones to remove instead; a field that is filled in counts all the same.',
			type: 'string',
			list: true,
			required: false,
			group: 'custom_fields',
			choices: ownChoices(optional),
		},
	];
}

/** Returns custom fields as choices, by their names. */
export const ownChoices = (fields: CustomField[]) =>
	fields.map(({ key, name }) => choice(key, name));

async function fieldsOfNewDeal(z: ZObject, bundle: Bundle): Promise<CustomField[]> {
	const { pipeline_id, [`${ON_CREATE}pipeline_id`]: other } = bundle.inputData;
	const chosen = filledIn(pipeline_id) ?? filledIn(other);
	const pipeline = chosen ?? (await keptPipelines(z, bundle))[0]?.id;
	return pipeline ? customFields(z, bundle, pipeline) : [];
}

function input({ key, name, type, options, required }: CustomField): PlainInputField {
	const choices = type === 'boolean' ? yesOrNo : options.map((option) => choice(option, option));
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

/** Every one is a text, as all inputs are (see inputFields.ts). */
const inputsByType: Record<CustomFieldType, Pick<PlainInputField, 'type' | 'list' | 'helpText'>> = {
	text: { type: 'string' },
	long_text: { type: 'text' },
	number: { type: 'string', helpText: 'A number, e.g. 12.5.' },
	date: { type: 'string', helpText: 'A date, e.g. 2026-12-01; a time of day is ignored.' },
	boolean: { type: 'string', helpText: 'Yes or no.' },
	select: { type: 'string', helpText: 'One of the options.' },
	multi_select: {
		type: 'string',
		list: true,
		helpText:
			'Any of the options, one by one or separated by commas; they replace the options chosen before.',
	},
	url: { type: 'string', helpText: 'A web address, e.g. `https://example.com`.' },
	email: { type: 'string', helpText: 'An email address, e.g. ada@example.com.' },
	phone: { type: 'string', helpText: 'A phone number in any notation.' },
};
