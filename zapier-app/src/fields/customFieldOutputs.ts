import type { Bundle, PlainOutputField, ZObject } from 'zapier-platform-core';
import { customFieldTypes, isList } from '../../../contract/customFieldTypes';
import type { CustomFieldType } from '../../../contract/types';
import { cachedCustomFields } from '../customFields';
import { filledIn } from './filledIn';

/** Returns the labelled custom fields of a deal: those of the chosen pipeline, or of all. */
export function customFieldOutputs(z: ZObject, bundle: Bundle): Promise<PlainOutputField[]> {
	return customOutputs(z, bundle, filledIn(bundle.inputData?.pipeline_id));
}

/** Returns the same of a pipeline, given by id or name. */
export async function customOutputs(
	z: ZObject,
	bundle: Bundle,
	pipeline: string | undefined,
): Promise<PlainOutputField[]> {
	const found = await cachedCustomFields(z, bundle, pipeline);
	return found.map(({ key, name, type }) => ({
		key: `custom_fields__${key}`,
		label: name,
		...typedOutput(type),
	}));
}

/** Returns what the output of a custom field of a type is. */
export function typedOutput(type: CustomFieldType): Pick<PlainOutputField, 'type' | 'list'> {
	return { type: customFieldTypes[type].zapier.output, ...(isList(type) ? { list: true } : {}) };
}
