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
];
