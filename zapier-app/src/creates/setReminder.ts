import { dealInputField, withoutHeading } from '../fields/inputFields';
import { dealAction } from './dealAction';
import { dealToChange } from './dealFields';

export const setReminderAction = dealAction({
	key: 'set_reminder',
	label: 'Set Reminder',
	description: 'Sets a reminder for a deal; an earlier reminder is replaced.',
	inputFields: [
		dealToChange,
		dealInputField('reminder_in_days', {
			helpText: 'Days from now, e.g. 3; 0 is today. Fill in this field or the next.',
		}),
		dealInputField('reminder_at'),
		dealInputField('reminder_note'),
	].map(withoutHeading),
	changes: ['reminder'],
	missing: ({ reminder }) =>
		reminder?.at === undefined && reminder?.in_days === undefined
			? 'Fill in "Reminder in Days" or "Reminder At".'
			: undefined,
	always: { mode: 'update', match_on: 'id' },
});
