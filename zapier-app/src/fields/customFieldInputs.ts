import type { Bundle, PlainInputField, ZObject } from 'zapier-platform-core';
import { customFieldTypes, hasOptions, isList } from '../../../contract/customFieldTypes';
import type { CustomField } from '../../../contract/types';
import { cachedCustomFields } from '../customFields';
import { cachedPipelines, findPipelineOfStep } from '../pipelines';
import { filledIn } from './filledIn';
import { choice, helpText, yesOrNo } from './inputFields';
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
	const onCreate = other ? await cachedCustomFields(z, bundle, other) : found;
	return [
		...found.map((field) => markRequired(field, input(field))),
		...onCreate.map((field) => markRequired(field, forNewDeal(input(field)))),
	];
}

function markRequired({ required }: CustomField, { helpText, ...rest }: PlainInputField) {
	const note = required ? ['Needed when the deal is created.'] : [];
	const help = [...note, ...(helpText ? [helpText] : [])].join(' ');
	return help === '' ? rest : { ...rest, helpText: help };
}

/** Returns the custom fields of the pipeline chosen, else of the pipeline that the chosen deal is in, else of the first. */
export async function inputsOfDeal(z: ZObject, bundle: Bundle): Promise<PlainInputField[]> {
	const pipeline = await findPipelineOfStep(z, bundle);
	const found = pipeline
		? await cachedCustomFields(z, bundle, pipeline)
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
	const pipeline = chosen ?? (await cachedPipelines(z, bundle))[0]?.id;
	return pipeline ? cachedCustomFields(z, bundle, pipeline) : [];
}

/** Every one is a text, as all inputs are (see inputFields.ts). */
function input({ key, name, type, options, required }: CustomField): PlainInputField {
	const { shape, zapier } = customFieldTypes[type];
	const ownOptions = hasOptions(type) ? options : [];
	const choices =
		shape === 'boolean' ? yesOrNo : ownOptions.map((option) => choice(option, option));
	return {
		key: `${CUSTOM_FIELD}${key}`,
		label: name,
		required: false,
		group: 'custom_fields',
		meta: { type, required },
		type: zapier.lines ? 'text' : 'string',
		...(isList(type) ? { list: true } : {}),
		...(zapier.help ? { helpText: helpText(zapier.help) } : {}),
		...(choices.length > 0 ? { choices } : {}),
	};
}
