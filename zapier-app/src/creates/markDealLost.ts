import { dealInputField } from '../fields/inputFields';
import { dealAction } from './dealAction';
import { dealToChange } from './dealFields';

export const markDealLostAction = dealAction({
	key: 'mark_deal_lost',
	label: 'Mark Deal as Lost',
	description: 'Marks a deal as lost.',
	inputFields: [dealToChange, dealInputField('lost_reason'), dealInputField('note')],
	changes: ['status', 'lost_reason'],
	always: { mode: 'update', match_on: 'id', status: 'lost' },
});
