import type { Bundle, PlainOutputField, ZObject } from 'zapier-platform-core';
import type { CustomFieldType } from '../../../contract/types';
import { customFields } from '../customFields';

/** Returns the labelled custom fields of a deal: those of the chosen pipeline, or of all. */
export async function customFieldOutputs(z: ZObject, bundle: Bundle): Promise<PlainOutputField[]> {
	const pipeline = bundle.inputData?.pipeline_id as string | undefined;
	const found = await customFields(z, bundle, pipeline);
	return found.map(({ key, name, type }) => ({
		key: `custom_fields__${key}`,
		label: name,
		type: outputTypes[type] ?? 'string',
		...(type === 'multi_select' ? { list: true } : {}),
	}));
}

const outputTypes: Partial<Record<CustomFieldType, PlainOutputField['type']>> = {
	number: 'number',
	boolean: 'boolean',
};
