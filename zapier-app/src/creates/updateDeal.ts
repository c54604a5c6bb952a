import { schemas } from '../../../contract/schemas';
import { inputsOfDeal } from '../fields/customFieldInputs';
import { dealInputField, fieldsToClearInput } from '../fields/inputFields';
import { dealAction } from './dealAction';
import { dealToChange, explained, placeFields, restOfDeal } from './dealFields';

const explanations = {
	pipeline_id:
		"The deal's pipeline, to choose from its stages and custom fields. A deal in another pipeline is moved here.",
	stage_id: 'Where to move the deal; it stays where it is when left empty.',
	currency: 'ISO 4217 code, e.g. EUR; it stays as it is when left empty.',
	status: 'Whether the deal is open, won or lost; it stays as it is when left empty.',
};

export const updateDealAction = dealAction({
	key: 'update_deal',
	label: 'Update Deal',
	description: 'Updates an existing deal; fields you leave empty stay as they are.',
	inputFields: [
		{ ...dealToChange, altersDynamicFields: true },
		dealInputField('name', { helpText: 'New name of the deal, e.g. Acme website.' }),
		...explained(placeFields, explanations),
		...explained(restOfDeal, explanations),
		dealInputField('external_id', {
			helpText: "The deal's ID in your other app, e.g. smartlead-4711.",
		}),
		fieldsToClearInput(schemas.dealInput),
	],
	customFieldInputs: inputsOfDeal,
	changes: ['value'],
	always: { mode: 'update', match_on: 'id' },
});
