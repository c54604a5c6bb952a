import type { CustomField } from '../../../contract/types';
import { isWatchable, watchableFields } from '../../../contract/watchable';
import { didYouMean, inQuotes } from '../../../contract/nearest';
import { invalidInput } from '../problems/problems';

const EXAMPLES = ' Give a name such as value, stage_id or custom_fields.<key>.';

/**
 * Lets the names of fields pass whose change can be watched.
 *
 * @param before names that were chosen earlier: a custom field that was deleted since may stay
 * @param path where the filters stand in what was sent
 * @throws invalid_input naming the nearest fields
 */
export function checkWatched(
	names: string[],
	before: string[],
	customFields: CustomField[],
	path: string,
): void {
	const known = watchableFields(customFields).map(({ value }) => value);
	const errors = names.flatMap((name, index) => {
		if (isWatchable(name, customFields) || before.includes(name)) return [];
		const advice = didYouMean(name, known, EXAMPLES);
		const detail = `${inQuotes(name)} is not a field of deals or contacts that can change.${advice}`;
		return [{ pointer: `${path}/changed_fields/${index}`, detail }];
	});
	if (errors.length > 0) throw invalidInput(errors);
}
