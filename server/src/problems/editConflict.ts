import { invalidInput, type Refusal } from './problems';

/** Returns the refusal to overwrite what somebody else changed while a page showed it, e.g. a `deal`. */
export function editConflict(thing: string): Refusal {
	const detail = `The ${thing} was changed by someone else after you opened this page. Your changes are not saved yet: compare them with the ${thing}, then save again.`;
	return invalidInput([{ pointer: '', detail }]);
}
