import type { Reading } from './reading';
import { scalar, shownValue } from './written';

/** Returns a value as text without blanks around it; a number such as 4711 is text where text is wanted. */
export function readText(value: unknown): Reading<string> {
	const text = scalar(value);
	if (text !== undefined) return { value: text.trim() };
	return { fault: `${shownValue(value)} is not text. Give one text.` };
}
