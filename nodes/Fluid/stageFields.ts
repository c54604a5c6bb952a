import type { IExecuteFunctions } from 'n8n-workflow';
import type { DealInput } from '../../contract/types';
import { chosen } from './locators';

/** Where a deal is or goes, in the words of Fluid. */
export type StageFields = Pick<DealInput, 'pipeline_id' | 'pipeline' | 'stage_id' | 'stage'>;

/** Returns the pipeline and stage that an item names, by ID or name; nothing of what is empty. */
export function readStageFields(context: IExecuteFunctions, item: number): StageFields {
	const [pipeline, stage] = ['pipeline', 'stage'].map((name) =>
		context.getNodeParameter(name, item, ''),
	);
	return toStageFields({ pipeline, stage });
}

/** Returns the same of what the pickers hold. */
export function toStageFields(given: { pipeline?: unknown; stage?: unknown }): StageFields {
	const [pipeline, stage] = [chosen(given.pipeline), chosen(given.stage)];
	return {
		...(pipeline &&
			('id' in pipeline ? { pipeline_id: pipeline.id } : { pipeline: pipeline.name })),
		...(stage && ('id' in stage ? { stage_id: stage.id } : { stage: stage.name })),
	};
}
