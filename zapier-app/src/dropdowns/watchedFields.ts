import { schemas } from '../../../contract/schemas';
import type { Schema } from '../../../contract/bundle';
import { customFieldsNow } from '../customFields';
import { dealField } from '../fields/inputFields';
import { inputLabel } from '../fields/labels';
import { propertiesOf } from '../fields/schema';
import { type Entry, dropdown } from './dropdown';
import { choosePipeline } from './pipelines';

/** What never changes, or changes only beside something else. */
const NOT_WATCHED = [
	'id',
	'url',
	'created_at',
	'updated_at',
	'pipeline_name',
	'stage_name',
	'custom_fields',
];

/** Returns the fields of an object that an update can be about. */
export function watchable(schema: Schema): Entry[] {
	return Object.entries(propertiesOf(schema))
		.filter(([key]) => !NOT_WATCHED.includes(key))
		.map(([key, property]) => ({ id: key, name: inputLabel(key, property) }));
}

/** The fields of deals, and the custom fields of the chosen pipeline or of all. */
export const dealFieldList = dropdown({
	key: 'deal_field_list',
	noun: 'Field',
	inputFields: [dealField('pipeline_id', choosePipeline)],
	entries: async (z, bundle) => {
		const own = await customFieldsNow(
			z,
			bundle,
			bundle.inputData.pipeline_id as string | undefined,
		);
		return [
			...watchable(schemas.deal),
			...own.map(({ key, name }) => ({ id: `custom_fields.${key}`, name })),
		];
	},
	sample: { id: 'value', name: schemas.deal.properties.value.title },
});
