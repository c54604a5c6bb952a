import { schemas } from '../../../contract/schemas';
import type { Schema } from '../../../contract/bundle';
import type { CustomField } from '../../../contract/types';
import { watchableFields } from '../../../contract/watchable';
import { fetchAllCustomFields } from '../customFields';
import { filledIn } from '../fields/filledIn';
import { dealInputField } from '../fields/inputFields';
import { type DropdownEntry, dropdown } from './dropdown';
import { pipelineDropdown } from './pipelines';

/** Returns the fields of an object that an update can be about, custom fields included. */
export function watchable(schema: Schema, own: CustomField[] = []): DropdownEntry[] {
	return watchableFields(own, [schema]).map(({ value, label }) => ({ id: value, name: label }));
}

/** The fields of deals, and the custom fields of the chosen pipeline or of all. */
export const dealFieldList = dropdown({
	key: 'deal_field_list',
	noun: 'Field',
	inputFields: [dealInputField('pipeline_id', pipelineDropdown)],
	entries: async (z, bundle) => {
		const own = await fetchAllCustomFields(z, bundle, filledIn(bundle.inputData.pipeline_id));
		return watchable(schemas.deal, own);
	},
	sample: { id: 'value', name: schemas.deal.properties.value.title },
});
