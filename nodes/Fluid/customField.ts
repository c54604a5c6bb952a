import type { CustomField } from '../../contract/types';
import { shownFor } from './fields';
import { pickedFilter } from './filters';
import { howMany, listFor } from './getMany';
import { pipelineLocator } from './locators';
import { forEachItem, type Resource } from './operation';
import { resolvePipelineId } from './resolveId';

/** Custom fields of a pipeline. */
export const customFieldResource: Resource = {
	name: 'Custom Field',
	value: 'customField',
	menu: [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many custom fields',
			description: 'Get the custom fields of a pipeline with their types and options',
		},
	],
	properties: shownFor(
		'customField',
		['getAll'],
		[
			pipelineLocator('Only custom fields of this pipeline. When empty, those of all pipelines.'),
			...howMany,
		],
	),
	operations: {
		getAll: forEachItem(async (context, fluid, item) => {
			const choice = pickedFilter(context, item, 'pipeline');
			const pipeline_id = await resolvePipelineId(context, fluid, choice);
			return listFor<CustomField>(context, fluid, item, '/api-custom-fields', { pipeline_id });
		}),
	},
};
