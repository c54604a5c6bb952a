import type { Bundle, PlainOutputField, ZObject } from 'zapier-platform-core';
import type { CustomFieldType } from '../../../contract/types';
import { customFields } from '../customFields';
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
	const found = await customFields(z, bundle, pipeline);
	return found.map(({ key, name, type }) => ({
		key: `custom_fields__${key}`,
		label: name,
		type: outputTypes[type] ?? 'string',
		...(type === 'multi_select' ? { list: true } : {}),
	}));
}

/** What the values of custom fields are, where they are not texts. */
export const outputTypes: Partial<Record<CustomFieldType, PlainOutputField['type']>> = {
	number: 'number',
	boolean: 'boolean',
};
