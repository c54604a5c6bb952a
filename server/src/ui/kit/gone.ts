import type { ProblemCode } from '../../../../contract/problems';
import { Refusal } from '../../problems/problems';

/** What a page was asked for does not exist any more. Thrown, it leads to the list in which it was, which says so. */
export class Gone extends Error {
	/** @param list address of that list */
	constructor(
		readonly list: string,
		sentence: string,
	) {
		super(sentence);
	}
}

/** What the rules behind pages refuse as not found, and where that leads; the others are a page of their own. */
export type GoneThings = Partial<Record<ProblemCode, Gone>>;

/** Returns where an error leads that says something is gone, or undefined. */
export function goneOf(error: Error, things: GoneThings): Gone | undefined {
	if (error instanceof Gone) return error;
	return error instanceof Refusal ? things[error.code] : undefined;
}
