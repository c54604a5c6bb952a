import type { Renamed } from '../../../contract/formerNames';
import { nameKey } from '../../../contract/identity';
import type { CustomField } from '../../../contract/types';

/** So many names of before something is found by: somebody may rename it every day. */
const MOST = 50;

/** Returns the names that something had before, the latest first, once it gets another one. */
export function namesBefore({ name, former_names = [] }: Renamed, next: string): string[] {
	return without([name, ...former_names], [next]).slice(0, MOST);
}

/**
 * Returns the names that are left to something when another goes: what the other was ever called had a new meaning, and
 * with that it stays without one.
 */
export function namesLeft({ former_names = [] }: Renamed, gone: Renamed): string[] {
	return without(former_names, [gone.name, ...(gone.former_names ?? [])]);
}

/** Names that options had before, each with the option as it is called now. */
export type FormerOptions = NonNullable<CustomField['former_options']>;

/**
 * Returns the names that options had before, once a field gets other options.
 *
 * @param renamed those of the new options that are one of before under another name
 */
export function formerOptionsAfter(
	{ options, former_options = [] }: Pick<CustomField, 'options' | 'former_options'>,
	next: string[],
	renamed: FormerOptions,
): FormerOptions {
	const nameNow = new Map(renamed.map(({ name, option }) => [name, option]));
	const followed = former_options.map(({ name, option }) => ({
		name,
		option: nameNow.get(option) ?? option,
	}));
	const gone = options.filter((option) => !next.includes(option) && !nameNow.has(option));
	const over = new Set(gone.map(nameKey));
	return eachOnce([...renamed, ...followed])
		.filter(({ name, option }) => next.includes(option) && !over.has(nameKey(name)))
		.slice(0, MOST);
}

/**
 * Returns what was renamed in a list of options that a person has edited line by line: where nothing was added or taken
 * away, an option that stands in the place of one that is gone is that one.
 */
export function renamedInPlace(options: string[], next: string[]): FormerOptions {
	if (options.length !== next.length) return [];
	return options.flatMap((name, index) => {
		const option = next[index] as string;
		const isRenamed = !next.includes(name) && !options.includes(option);
		return isRenamed && nameKey(name) !== nameKey(option) ? [{ name, option }] : [];
	});
}

/** A name that an option has got back is none of before. */
function eachOnce(entries: FormerOptions): FormerOptions {
	const byText = new Map<string, FormerOptions[number]>();
	for (const entry of entries) {
		const key = `${nameKey(entry.name)}\n${entry.option}`;
		if (nameKey(entry.name) !== nameKey(entry.option) && !byText.has(key)) byText.set(key, entry);
	}
	return [...byText.values()];
}

function without(names: string[], others: string[]): string[] {
	const left = new Set(others.map(nameKey));
	return names.filter((name) => {
		const isFirst = !left.has(nameKey(name));
		left.add(nameKey(name));
		return isFirst;
	});
}
