import { dealInputField } from '../fields/inputFields';
import { inputsOfNewDeal } from '../fields/customFieldInputs';
import { dealAction } from './dealAction';
import { placeFields, restOfDeal } from './dealFields';

export const createDealAction = dealAction({
	key: 'create_deal',
	label: 'Create Deal',
	description: 'Creates a deal, with its contact and company.',
	inputFields: [
		dealInputField('name', { required: true }),
		...placeFields,
		...restOfDeal,
		dealInputField('external_id', {
			helpText:
				"The deal's ID in your other app, e.g. smartlead-4711. If a deal has this ID already, the step stops; **Create or Update Deal** updates it instead.",
		}),
	],
	customFieldInputs: inputsOfNewDeal,
	// Find or Create hands over the fields of the search as well: nothing has that ID, or it would have been found.
	always: { mode: 'create', id: undefined },
});
