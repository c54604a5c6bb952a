import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { fields } from '../../contract/fields';
import { schemas } from '../../contract/schemas';
import { choiceOptions, collection } from './fields';
import { filled } from './getMany';
import { chosen, pipelineLocator, stageLocator } from './locators';
import { pipelineId, stageId } from './places';
import type { Fluid } from './request';
import { toDateTime } from './dates';

const statuses = fields(schemas.deal).find(({ key }) => key === 'status')?.choices ?? [];

/** What deals can be found by. */
export const dealFilters: INodeProperties[] = [
	pipelineLocator('Only deals in this pipeline'),
	stageLocator('Stage', 'stage', 'Only deals in this stage'),
	collection('Filters', 'filters', [
		{
			displayName: 'Email',
			name: 'email',
			type: 'string',
			placeholder: 'e.g. ada@example.com',
			default: '',
			description: 'Only deals of the contact with this e-mail address',
		},
		{
			displayName: 'External ID',
			name: 'external_id',
			type: 'string',
			placeholder: 'e.g. smartlead-4711',
			default: '',
			description: 'Only the deal with this ID of your system',
		},
		{
			displayName: 'Search',
			name: 'q',
			type: 'string',
			placeholder: 'e.g. Analytical',
			default: '',
			description: 'Only deals in whose name, contact or company this text occurs',
		},
		{
			displayName: 'Status',
			name: 'status',
			type: 'options',
			default: 'open',
			options: choiceOptions(statuses),
			description: 'Only deals that are open, won or lost',
		},
		{
			displayName: 'Updated Since',
			name: 'updated_since',
			type: 'dateTime',
			default: '',
			description: 'Only deals that changed at or after this time',
		},
	]),
];

/** Returns the filters of an item as Fluid takes them, with the names of pipeline and stage looked up. */
export async function readDealFilters(
	context: IExecuteFunctions,
	fluid: Fluid,
	item: number,
): Promise<IDataObject> {
	const { updated_since, ...rest } = filled(
		context.getNodeParameter('filters', item, {}) as IDataObject,
	);
	const pipeline = chosen(context.getNodeParameter('pipeline', item, ''));
	const stage = chosen(context.getNodeParameter('stage', item, ''));
	const pipeline_id = await pipelineId(context, fluid, pipeline);
	const stage_id = await stageId(context, fluid, stage, pipeline_id);
	return filled({
		...rest,
		updated_since: toDateTime(updated_since, context.getTimezone()) as string | undefined,
		pipeline_id,
		stage_id,
	});
}
