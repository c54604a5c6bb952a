import type { Bundle, PlainInputField, ZObject } from 'zapier-platform-core';
import { deal } from '../../../contract/examples';
import { filledIn } from '../fields/filledIn';
import { dealInputField, withoutHeading } from '../fields/inputFields';
import { forNewDeal } from '../fields/onCreate';
import { findPipelineId, fetchAllPipelines, fetchAllStages } from '../pipelines';
import { type DropdownEntry, dropdown } from './dropdown';
import { pipelineDropdown } from './pipelines';

const pipeline = dealInputField('pipeline_id', pipelineDropdown);

export const stageList = stageDropdown('stage_list', 'Stage', [pipeline]);

/** A trigger of its own, because the request does not say which field has opened it. */
export const newDealStageList = stageDropdown('new_deal_stage_list', 'New Deal Stage', [
	forNewDeal(pipeline),
	pipeline,
]);

/** What makes a field a choice of a stage of the pipeline chosen above it. */
export const chooseStage: Partial<PlainInputField> = {
	dynamic: 'stage_list.id.name',
	dependsOn: ['pipeline_id'],
};

/** The same for a new deal, whose pipeline may be chosen at two places and at none. */
export const chooseNewDealStage: Partial<PlainInputField> = {
	dynamic: 'new_deal_stage_list.id.name',
};

/** @param chosenBy the fields that name the pipeline; the first that is filled in counts */
function stageDropdown(key: string, noun: string, chosenBy: PlainInputField[]) {
	const keys = chosenBy.map((field) => field.key);
	return dropdown({
		key,
		noun,
		inputFields: chosenBy.map(withoutHeading),
		entries: (z, bundle) =>
			entries(
				z,
				bundle,
				keys.map((name) => bundle.inputData[name]),
			),
		sample: { id: deal.stage_id, name: deal.stage_name },
	});
}

/** The chosen pipeline's stages in order; without one, those of all, each with its pipeline. */
async function entries(z: ZObject, bundle: Bundle, chosen: unknown[]): Promise<DropdownEntry[]> {
	const given = chosen.map(filledIn).find((name) => name !== undefined);
	if (given !== undefined) {
		const id = await findPipelineId(z, bundle, given);
		return id ? fetchAllStages(z, bundle, id) : [];
	}
	const all = await fetchAllPipelines(z, bundle);
	const nameOf = (id: string) => all.find((one) => one.id === id)?.name;
	const found = await fetchAllStages(z, bundle);
	return found.map((stage) => ({ ...stage, name: `${nameOf(stage.pipeline_id)}: ${stage.name}` }));
}
