import type { Reading } from './reading';
import { shownValue, written } from './written';

/** How people and spreadsheets write yes and no. */
const words = new Map([
	...'yes y true t 1 on ja oui si wahr vrai verdadero vero'
		.split(' ')
		.map((word) => [word, true] as const),
	...'no n false f 0 off nein non falsch faux falso'
		.split(' ')
		.map((word) => [word, false] as const),
]);

/** Returns whether a value means yes, e.g. true for "Y", "on" or 1. */
export function readYesNo(value: unknown): Reading<boolean> {
	const text = written(value)?.toLowerCase().replace('í', 'i') ?? '';
	const meant = words.get(text);
	if (meant !== undefined) return { value: meant };
	return { fault: `${shownValue(value)} is neither yes nor no. Write yes or no.` };
}
