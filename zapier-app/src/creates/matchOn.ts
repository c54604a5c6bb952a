import { choice, dealInputField } from '../fields/inputFields';

const choices = [choice('external_id', 'External ID'), choice('email', 'Contact Email')];

/** How an action finds the deal to update, where it may create one. */
export const matchOn = {
	label: 'Match Deal By',
	choices,
	field: dealInputField('match_on', {
		label: 'Match Deal By',
		required: true,
		default: 'external_id',
		choices,
		helpText:
			'How to find the deal to update. **External ID**: the deal with that External ID. **Contact Email**: the one open deal of the contact with that email address in the pipeline. If none matches, a deal is created. If several match, nothing is changed and the step lists them.',
	}),
};
