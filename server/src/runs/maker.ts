import { invalidInput } from '../problems/problems';

/** What makes a change. */
export type Maker = {
	/** The id of an API key or a lead form, `person` or `command`; null where nobody asked for the change. */
	by: string | null;
	/** The run that the change is a part of, by the name that whoever made it has given it. */
	run: string | null;
	/** Whether it takes back what the run has made. */
	isUndo: boolean;
};

/** What the service does by itself. */
export const NOBODY: Maker = { by: null, run: null, isUndo: false };

/** Somebody who is signed in. */
export const BY_HAND: Maker = { ...NOBODY, by: 'person' };

/** Somebody who uses the fluid command. */
export const BY_COMMAND: Maker = { ...NOBODY, by: 'command' };

/** A run is a part of addresses, of which `.` and `..` lead elsewhere. */
const RUN = /^(?!\.{1,2}$)[A-Za-z0-9._:-]{1,100}$/;

/**
 * Returns the run that a request names in its header Fluid-Run, null where it names none.
 *
 * @throws invalid_input for a name that is none
 */
export function namedRun(header: string | string[] | undefined): string | null {
	if (header === undefined) return null;
	if (typeof header === 'string' && RUN.test(header)) return header;
	const detail =
		'The header Fluid-Run must have 1 to 100 characters: letters, digits, dots, colons, hyphens and underscores, e.g. n8n-4711; and not be . or .. alone.';
	throw invalidInput([{ pointer: '', detail }]);
}
