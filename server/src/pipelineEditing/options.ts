import { hasOptions } from '../../../contract/customFieldTypes';
import { schemas } from '../../../contract/schemas';
import type { CustomFieldType, InputError } from '../../../contract/types';
import { invalidInput } from '../problems/problems';

/** How many options a field has at most. */
export const MOST_OPTIONS = 500;

/** How many characters an option may have: as in a blueprint. */
const LONGEST_OPTION: number =
	schemas.blueprint.properties.pipelines.items.properties.custom_fields.items.properties.options
		.items.maxLength;

/**
 * Returns the options of a field of the type; none where that has nothing to choose from.
 *
 * @throws invalid_input at `/options`
 */
export function checkedOptions(type: CustomFieldType, options: string[]): string[] {
	if (!hasOptions(type)) return [];
	const long = options.find((option) => option.length > LONGEST_OPTION);
	const faults: Array<[boolean, string]> = [
		[options.length === 0, 'Give it at least one option to choose, one per line.'],
		[
			options.length > MOST_OPTIONS,
			`A field has at most ${MOST_OPTIONS} options. Shorten the list.`,
		],
		[
			long !== undefined,
			`The option "${long?.slice(0, 30)}..." is longer than ${LONGEST_OPTION} characters. Shorten it.`,
		],
	];
	const errors: InputError[] = faults
		.filter(([isFault]) => isFault)
		.map(([, detail]) => ({ pointer: '/options', detail }));
	if (errors.length > 0) throw invalidInput(errors);
	return options;
}
