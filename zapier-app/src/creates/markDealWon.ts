import { dealInputField } from '../fields/inputFields';
import { dealAction } from './dealAction';
import { dealToChange } from './dealFields';

export const markDealWonAction = dealAction({
	key: 'mark_deal_won',
	label: 'Mark Deal as Won',
	description: 'Marks a deal as won.',
	inputFields: [
		dealToChange,
		dealInputField('value', {
			helpText: 'Final value of the deal, e.g. 4800; its value stays when left empty.',
		}),
		dealInputField('note'),
	],
	changes: ['status'],
	always: { mode: 'update', match_on: 'id', status: 'won' },
});
