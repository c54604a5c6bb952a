import { dealField } from '../fields/inputFields';
import { dealAction } from './dealAction';
import { dealToChange } from './dealFields';

export const markDealLost = dealAction({
	key: 'mark_deal_lost',
	label: 'Mark Deal as Lost',
	description: 'Marks a deal as lost.',
	inputFields: [dealToChange, dealField('lost_reason'), dealField('note')],
	changes: ['status', 'lost_reason'],
	always: { mode: 'update', match_on: 'id', status: 'lost' },
});
