import type { IExecuteFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { DealInput } from '../../contract/types';
import { dealProperty, readDealFields } from './dealField';
import { dealPicker, pipelineOfEmail } from './dealPicker';
import { emptyField } from './emptyField';
import { pipelineLocator, stageLocator } from './locators';
import { readStageFields } from './stageFields';
import { reminderProperties, readReminder } from './reminder';

/** One thing that is often done with a deal, as an operation of its own. */
export type DealAct = {
	menu: INodePropertyOptions & { value: string };
	properties: INodeProperties[];
	/** Returns what an item wants done. */
	read: (context: IExecuteFunctions, item: number) => DealInput;
};

const note = dealProperty('note');

/** Adding a note, marking as won or lost, moving, reminding. */
export const dealActs: DealAct[] = [
	{
		menu: {
			name: 'Add Note',
			value: 'addNote',
			action: 'Add a note to a deal',
			description: "Add text to the deal's notes; earlier notes stay",
		},
		properties: [dealPicker, pipelineOfEmail, { ...note, required: true }],
		read: (context, item) => {
			const added = readDealFields(context, item, ['note']);
			if (added.note === undefined) throw emptyField(context, item, 'Note');
			return added;
		},
	},
	{
		menu: {
			name: 'Mark as Lost',
			value: 'markLost',
			action: 'Mark a deal as lost',
			description: 'Mark a deal as lost, with the reason',
		},
		properties: [dealPicker, pipelineOfEmail, dealProperty('lost_reason'), note],
		read: (context, item) => ({
			status: 'lost',
			...readDealFields(context, item, ['lost_reason', 'note']),
		}),
	},
	{
		menu: {
			name: 'Mark as Won',
			value: 'markWon',
			action: 'Mark a deal as won',
			description: 'Mark a deal as won, with its final value',
		},
		properties: [
			dealPicker,
			pipelineOfEmail,
			dealProperty('value', 'Final value of the deal, e.g. 4800. When empty, its value stays.'),
			note,
		],
		read: (context, item) => ({
			status: 'won',
			...readDealFields(context, item, ['value', 'note']),
		}),
	},
	{
		menu: {
			name: 'Move to Stage',
			value: 'moveToStage',
			action: 'Move a deal to a stage',
			description: 'Move a deal to another stage, of its own or another pipeline',
		},
		properties: [
			dealPicker,
			pipelineLocator(
				"Pipeline of the stage. When empty, a stage given by name belongs to the deal's current pipeline.",
			),
			{ ...stageLocator('Stage', 'stage', 'Where to move the deal'), required: true },
			note,
		],
		read: (context, item) => {
			const place = readStageFields(context, item);
			if (place.stage === undefined && place.stage_id === undefined) {
				throw emptyField(context, item, 'Stage');
			}
			return { ...place, ...readDealFields(context, item, ['note']) };
		},
	},
	{
		menu: {
			name: 'Set Reminder',
			value: 'setReminder',
			action: 'Set a reminder for a deal',
			description: 'Set a reminder for a deal, which replaces an earlier one, or remove it',
		},
		properties: [dealPicker, pipelineOfEmail, ...reminderProperties],
		read: (context, item) => ({ reminder: readReminder(context, item) }),
	},
];
