import { asRead, nameKey } from '../identity';
import type { Reading } from './reading';
import { scalar, shownValue } from './written';

const MOST_NAMED = 10;

/** Several times what an option may have, whatever blanks stand around it: the work on a longer one grows with its square. */
const LONGEST = 1_000;

/** Returns the one of the options that is meant, as the option is written; case and outer blanks do not matter. */
export function readChoice(value: unknown, options: readonly string[]): Reading<string> {
	const text = scalar(value);
	const found = text === undefined ? [] : fitting(text, options);
	if (found.length === 1) return { value: found[0] as string };
	if (found.length > 1) {
		return { fault: `${shownValue(value)} can be ${named(found)}. Use exactly the same spelling.` };
	}
	const rest = options.length > MOST_NAMED ? ', ...' : '';
	return {
		fault: `${shownValue(value)} is not one of the options. Choose from: ${options.slice(0, MOST_NAMED).join(', ')}${rest}.`,
	};
}

/** Returns the entry of that very name, or that reads the same; else those whose names are the same but for case and blanks. */
export function fitting(name: string, options: readonly string[]): string[] {
	if (options.includes(name)) return [name];
	if (name.length > LONGEST) return [];
	return fittingBy(name, byKey(options).get(nameKey(name)) ?? [], (option) => option);
}

/** Like `fitting`, of things that have a name. */
export function fittingBy<T>(
	name: string,
	things: readonly T[],
	nameOf: (thing: T) => string,
): T[] {
	const exact = things.find((thing) => nameOf(thing) === name);
	if (exact !== undefined) return [exact];
	const [key, text] = [nameKey(name), asRead(name)];
	const found = things.filter((thing) => nameKey(nameOf(thing)) === key);
	const same = found.filter((thing) => asRead(nameOf(thing)) === text);
	return same.length === 1 ? same : found;
}

const indexes = new WeakMap<readonly string[], Map<string, string[]>>();

/** The options by the keys of their names, made once: a field may have hundreds, and an import asks a million times. */
function byKey(options: readonly string[]): Map<string, string[]> {
	const known = indexes.get(options);
	if (known) return known;
	const index = new Map<string, string[]>();
	for (const option of new Set(options)) {
		const key = nameKey(option);
		index.set(key, [...(index.get(key) ?? []), option]);
	}
	indexes.set(options, index);
	return index;
}

function named(options: string[]): string {
	return options.map((option) => `"${option}"`).join(' or ');
}
