import { type Reading, readYesNo } from '../../../contract/reading';
import { storable } from '../values/storable';

/** What a form sent: every value by the name of its input; several of one name as a list. */
export type Posted = Record<string, string | string[]>;

const MOST_INPUTS = 200;

/** Returns a body, of a form or as JSON, as what was entered; what cannot have been entered is left out. */
export function postedOf(body: unknown): Posted {
	if (body === null || typeof body !== 'object' || Array.isArray(body)) return {};
	const entries = Object.entries(body).slice(0, MOST_INPUTS);
	return Object.fromEntries(
		entries.flatMap(([name, value]) => {
			const entered = enteredIn(value);
			return entered === undefined ? [] : [[name, entered]];
		}),
	);
}

/** Returns the text entered under a name, the first of several, trimmed; '' when there is none. */
export function textIn(posted: Posted, name: string): string {
	const value = Object.hasOwn(posted, name) ? posted[name] : undefined;
	return ([value].flat()[0] ?? '').trim();
}

/** Returns every text entered under a name that is not empty. */
export function textsIn(posted: Posted, name: string): string[] {
	const value = Object.hasOwn(posted, name) ? posted[name] : undefined;
	return [value ?? []].flat().filter((text) => text.trim() !== '');
}

/** Returns whether a box was ticked, or that what was sent says neither. Of several inputs of one name the last counts: pages put a hidden "no" before a box. */
export function tickIn(posted: Posted, name: string): Reading<boolean> {
	const text = textsIn(posted, name).at(-1);
	return text === undefined ? { value: false } : readYesNo(text);
}

/** Returns whether a box was ticked for certain. */
export function isTicked(posted: Posted, name: string): boolean {
	const reading = tickIn(posted, name);
	return 'value' in reading && reading.value;
}

function enteredIn(value: unknown): string | string[] | undefined {
	if (Array.isArray(value)) return value.map(text).filter((entry) => entry !== undefined);
	return text(value);
}

function text(value: unknown): string | undefined {
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	return typeof value === 'string' ? (storable(value) as string) : undefined;
}
