import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { fields } from '../../contract/fields';
import { schemas } from '../../contract/schemas';
import type { DealInput } from '../../contract/types';
import { emptyField } from './emptyField';
import { propertyFor } from './fields';
import { converted } from './fieldValues';
import { howFor } from './version';

const all = fields(schemas.reminderInput);
const [at, inDays, note] = ['at', 'in_days', 'note'].map(
	(key) => all.find((field) => field.key === key)!,
);

/** Not `note`, which of other operations is the deal's. */
const NOTE = 'reminder_note';

const when: INodeProperties = {
	displayName: 'When',
	name: 'when',
	type: 'options',
	noDataExpression: true,
	default: 'in_days',
	description: 'When to be reminded of the deal',
	options: [
		{ name: 'After Some Days', value: 'in_days', description: 'A number of days from now' },
		{ name: 'At a Date and Time', value: 'at', description: "In the workflow's time zone" },
		{ name: 'Never', value: 'never', description: "Removes the deal's reminder" },
	],
};

/** The properties of Set Reminder. */
export const reminderProperties: INodeProperties[] = [
	when,
	{ ...propertyFor(inDays!), default: 1, displayOptions: { show: { when: ['in_days'] } } },
	{ ...propertyFor(at!), required: true, displayOptions: { show: { when: ['at'] } } },
	{
		...propertyFor(note!),
		name: NOTE,
		displayOptions: { show: { when: ['in_days', 'at'] } },
	},
];

/**
 * Returns the reminder that an item sets; null to remove the one there is.
 *
 * @throws NodeOperationError when it does not say when
 */
export function readReminder(context: IExecuteFunctions, item: number): DealInput['reminder'] {
	const chosen = context.getNodeParameter('when', item, 'in_days') as string;
	const time = all.find(({ key }) => key === chosen);
	if (time === undefined) return null;
	const given: IDataObject = {
		[chosen]: context.getNodeParameter(chosen, item, ''),
		note: context.getNodeParameter(NOTE, item, ''),
	};
	const reminder = converted(all, given, howFor(context));
	if (reminder[chosen] === undefined) throw emptyField(context, item, time.label);
	return reminder as DealInput['reminder'];
}
