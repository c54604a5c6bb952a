import type { Stage } from '../../contract/types';
import { shownFor } from './fields';
import { pickedFilter } from './filters';
import { howMany, listFor } from './getMany';
import { pipelineLocator } from './locators';
import { forEachItem, type Resource } from './operation';
import { resolvePipelineId } from './resolveId';

/** Stages of a pipeline, in their order. */
export const stageResource: Resource = {
	name: 'Stage',
	value: 'stage',
	menu: [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many stages',
			description: 'Get the stages of a pipeline in their order',
		},
	],
	properties: shownFor(
		'stage',
		['getAll'],
		[
			pipelineLocator('Only stages of this pipeline. When empty, those of all pipelines.'),
			...howMany,
		],
	),
	operations: {
		getAll: forEachItem(async (context, fluid, item) => {
			const choice = pickedFilter(context, item, 'pipeline');
			const pipeline_id = await resolvePipelineId(context, fluid, choice);
			return listFor<Stage>(context, fluid, item, '/api-stages', { pipeline_id });
		}),
	},
};
