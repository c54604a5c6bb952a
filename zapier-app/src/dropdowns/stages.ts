import type { Bundle, PlainInputField, ZObject } from 'zapier-platform-core';
import { deal } from '../../../contract/examples';
import { dealField } from '../fields/inputFields';
import { pipelineId, pipelines, stages } from '../place';
import { type Entry, dropdown } from './dropdown';
import { choosePipeline } from './pipelines';

export const stageList = dropdown({
	key: 'stage_list',
	noun: 'Stage',
	inputFields: [dealField('pipeline_id', choosePipeline)],
	entries,
	sample: { id: deal.stage_id, name: deal.stage_name },
});

/** What makes a field a choice of a stage of the pipeline chosen above it. */
export const chooseStage: Partial<PlainInputField> = {
	dynamic: 'stage_list.id.name',
	dependsOn: ['pipeline_id'],
};

/** The chosen pipeline's stages in order; without one, those of all, each with its pipeline. */
async function entries(z: ZObject, bundle: Bundle): Promise<Entry[]> {
	const given = bundle.inputData.pipeline_id as string | undefined;
	if (given) {
		const id = await pipelineId(z, bundle, given);
		return id ? stages(z, bundle, id) : [];
	}
	const all = await pipelines(z, bundle);
	const nameOf = (id: string) => all.find((pipeline) => pipeline.id === id)?.name;
	const found = await stages(z, bundle);
	return found.map((stage) => ({ ...stage, name: `${nameOf(stage.pipeline_id)}: ${stage.name}` }));
}
