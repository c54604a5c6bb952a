import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { filters, pickedFilter, readFilters } from './filters';
import { pipelineLocator, stageLocator } from './locators';
import { resolvePipelineId, resolveStageId } from './resolveId';
import type { FluidConnection } from './request';

const PATH = '/api-deals';

/** What deals can be found by. */
export const dealFilters: INodeProperties[] = [
	pipelineLocator('Only deals in this pipeline'),
	stageLocator('Stage', 'stage', 'Only deals in this stage'),
	filters(PATH),
];

/** Returns the filters of an item as Fluid takes them, with the names of pipeline and stage looked up. */
export async function readDealFilters(
	context: IExecuteFunctions,
	fluid: FluidConnection,
	item: number,
): Promise<IDataObject> {
	const pipeline = pickedFilter(context, item, 'pipeline');
	const stage = pickedFilter(context, item, 'stage');
	const pipeline_id = await resolvePipelineId(context, fluid, pipeline);
	const stage_id = await resolveStageId(context, fluid, stage, pipeline_id);
	return { ...readFilters(context, item, PATH), pipeline_id, stage_id };
}
