import type { Bundle, PlainInputField, ZObject } from 'zapier-platform-core';
import type { CustomField, CustomFieldType, Deal } from '../../../contract/types';
import { customFields } from '../customFields';
import { pipelines } from '../place';
import { call } from '../request';
import { choice } from './inputFields';

/** What the key of a custom field's input begins with. */
export const CUSTOM_FIELD = 'custom_field_';

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
	const pipeline = chosenPipeline(bundle) ?? (await pipelineOfDeal(z, bundle));
	const found = pipeline
		? await customFields(z, bundle, pipeline)
		: await fieldsOfNewDeal(z, bundle);
	return found.map(input);
}

async function fieldsOfNewDeal(z: ZObject, bundle: Bundle): Promise<CustomField[]> {
	const pipeline = chosenPipeline(bundle) ?? (await pipelines(z, bundle))[0]?.id;
	return pipeline ? customFields(z, bundle, pipeline) : [];
}

function chosenPipeline({ inputData }: Bundle): string | undefined {
	return (inputData.pipeline_id as string | undefined) || undefined;
}

/** A deal that an earlier step will find is not known while the Zap is being built. */
async function pipelineOfDeal(z: ZObject, bundle: Bundle): Promise<string | undefined> {
	const id = bundle.inputData.deal_id as string | undefined;
	if (!id) return undefined;
	const path = `/api-deals/${encodeURIComponent(id)}`;
	const { status, data } = await call<Deal>(z, bundle, 'GET', path, {
		gives: ['pipeline_id'],
		missingIsFine: true,
	});
	return status === 404 ? undefined : data.pipeline_id;
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
