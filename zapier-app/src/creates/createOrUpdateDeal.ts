import { inputsOfUpsert } from '../fields/customFieldInputs';
import { dealInputField } from '../fields/inputFields';
import { dealAction } from './dealAction';
import { explained, placeFields, restOfDeal } from './dealFields';
import { matchOn } from './matchOn';
import { onlyForNewDeal } from './onlyForNewDeal';

const explanations = {
	pipeline_id:
		'Where a new deal goes; the first pipeline when left empty. **Contact Email** looks for the deal in this pipeline; a deal found by **External ID** is moved here, or stays where it is when left empty.',
	stage_id:
		"Stage of the deal. When left empty, a new deal goes to the pipeline's first stage, and an existing one stays where it is.",
	currency:
		"ISO 4217 code, e.g. EUR. When left empty, a new deal gets the workspace's currency, and an existing one keeps its own.",
	status:
		'Whether the deal is open, won or lost. When left empty, a new deal is open, and an existing one stays as it is.',
};

export const createOrUpdateDealAction = dealAction({
	key: 'create_or_update_deal',
	label: 'Create or Update Deal',
	description:
		'Creates a deal, or updates the one that matches. Fields can be filled in for a new deal only.',
	inputFields: [
		matchOn.field,
		dealInputField('name'),
		dealInputField('external_id', {
			helpText:
				"The deal's ID in your other app, e.g. smartlead-4711; needed if the deal is matched by it.",
		}),
		...explained(placeFields, explanations),
		...explained(restOfDeal, explanations),
		...onlyForNewDeal,
	],
	customFieldInputs: inputsOfUpsert,
	missing: ({ match_on }) =>
		match_on === undefined ? 'Choose External ID or Contact Email as "Match Deal By".' : undefined,
	always: { mode: 'upsert' },
});
