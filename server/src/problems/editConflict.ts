import { invalidInput, type Refusal } from './problems';

/**
 * Returns the refusal to overwrite what somebody else changed while a page showed it, e.g. a `deal`.
 *
 * @param sentence what to do, where there is nothing to compare and save again
 */
export function editConflict(thing: string, sentence?: string): Refusal {
	const detail =
		sentence ??
		`The ${thing} was changed by someone else after you opened this page. Your changes are not saved yet: compare them with the ${thing}, then save again.`;
	return invalidInput([{ pointer: '', detail }]);
}
