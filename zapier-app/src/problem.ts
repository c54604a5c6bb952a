import { withLabel } from '../../contract/labels';
import type { Problem } from '../../contract/types';
import { labelAt } from './fields/labels';

/**
 * Returns a problem in the words of the Zap editor: labels for places, names of actions for calls.
 *
 * @param path of the call that was refused
 */
export function sentence({ detail, errors = [] }: Problem, path: string): string {
	const text =
		errors.length > 0
			? errors.map((error) => withLabel(labelAt(path, error.pointer), error)).join(' ')
			: detail;
	return zapWords.reduce((result, [call, words]) => result.replace(call, words), text);
}

const EITHER_TIME = '"Reminder in Days" or "Reminder At"';

const zapWords: Array<[RegExp, string]> = [
	[
		/Check the id, or (leave it out|use mode upsert)[^.]*\./,
		'Choose one from the list, or map the ID of a deal from an earlier step.',
	],
	[/Use mode upsert to/, 'Use the action "Create or Update Deal" to'],
	[/Match on external_id to update it/, 'Use the action "Create or Update Deal" to update it'],
	[/Update that contact instead/, 'Use the action "Update Contact" instead'],
	[/To match on \w+, "[\w.]+" must be given/, 'Fill it in, because the deal is matched by it'],
	[/List \w+ with GET \/api-\S*?\.(?=\s|$)/, 'Choose one from the list.'],
	[
		/Name the one you mean by its id:/,
		'Use the action "Update Deal" with the ID of the one you mean:',
	],
	[/ Add "name"\./, ' Fill it in.'],
	[/Give "at" or "in_days" for the reminder, not both\./, `Fill in ${EITHER_TIME}, not both.`],
	[/Add "at" or "in_days"\./, `Fill in ${EITHER_TIME}.`],
	[
		/Set "status" to "lost", or leave the reason out\./,
		'Choose Lost as Status, or leave the reason empty.',
	],
	[/, or give pipeline_id "\w+" as well\./, ', or choose the other pipeline as well.'],
	[/The body must not be empty: give at least one field\./, 'Fill in at least one field.'],
	[/ without quotes,/g, ','],
	[/(must be [^,"]*?) or null,/g, '$1,'],
];
