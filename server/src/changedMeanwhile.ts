import { invalidInput, type Refusal } from './problems';

/** Returns the refusal to overwrite what somebody else changed while a page showed it, e.g. a `deal`. */
export function changedMeanwhile(thing: string): Refusal {
	const detail = `The ${thing} was changed by somebody else since you opened this page. Nothing of yours is saved yet: compare it with the ${thing}, then save again.`;
	return invalidInput([{ pointer: '', detail }]);
}
