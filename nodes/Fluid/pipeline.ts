import type { Pipeline } from '../../contract/types';
import { shownFor } from './fields';
import { howMany, listFor } from './getMany';
import { forEachItem, type Resource } from './operation';

/** Pipelines of the workspace. */
export const pipelineResource: Resource = {
	name: 'Pipeline',
	value: 'pipeline',
	menu: [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many pipelines',
			description: 'Get the pipelines of the workspace',
		},
	],
	properties: shownFor('pipeline', ['getAll'], howMany),
	operations: {
		getAll: forEachItem(async (context, fluid, item) =>
			listFor<Pipeline>(context, fluid, item, '/api-pipelines'),
		),
	},
};
