import { inputsOfUpsert } from '../fields/customFieldInputs';
import { choice, dealField } from '../fields/inputFields';
import { dealAction } from './dealAction';
import { placeFields, restOfDeal } from './dealFields';

export const createOrUpdateDeal = dealAction({
	key: 'create_or_update_deal',
	label: 'Create or Update Deal',
	description: 'Creates a deal, or updates the one that matches.',
	inputFields: [
		dealField('match_on', {
			label: 'Match Deal By',
			required: true,
			default: 'external_id',
			choices: [choice('external_id', 'External ID'), choice('email', 'Contact Email')],
			helpText:
				'How to find the deal to update. **External ID**: the deal with that External ID. **Contact Email**: the one open deal of the contact with that e-mail address in the pipeline. If none matches, a deal is created. If several match, nothing is changed and the step says which they are.',
		}),
		dealField('name'),
		dealField('external_id'),
		...placeFields,
		...restOfDeal,
	],
	customFieldInputs: inputsOfUpsert,
	missing: ({ match_on = 'none' }) =>
		['external_id', 'email'].includes(match_on)
			? undefined
			: 'Choose External ID or Contact Email as "Match Deal By".',
	always: { mode: 'upsert' },
});
