import type { PlainInputField } from 'zapier-platform-core';
import { pipelineDropdown } from '../dropdowns/pipelines';
import { chooseNewDealStage } from '../dropdowns/stages';
import { dealInputField } from '../fields/inputFields';
import { forNewDeal } from '../fields/onCreate';
import { restOfDeal } from './dealFields';

/** What counts only when the deal is created: what a person has written into an open one since then stays. */
export const onlyForNewDeal: PlainInputField[] = [
	dealInputField('name', {
		helpText:
			'Name of the deal, e.g. Acme website. Fields under this heading are used only when a deal is created; they then take precedence over the fields of the same name above.',
	}),
	dealInputField('external_id'),
	dealInputField('pipeline_id', {
		...pipelineDropdown,
		helpText:
			'The pipeline in which a deal is created. **Contact Email** then looks for open deals in all pipelines, unless **Pipeline** above names one.',
	}),
	dealInputField('stage_id', {
		...chooseNewDealStage,
		helpText: "The stage in which a deal is created; the pipeline's first stage when left empty.",
	}),
	...restOfDeal.filter(({ key }) => key !== 'contact_rule'),
].map(forNewDeal);
