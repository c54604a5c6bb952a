import { nameKey } from './identity';
import { fittingBy } from './reading/choices';
import type { CustomField } from './types';

/** What may have had other names before. */
export type Renamed = { name: string; former_names?: string[] };

/**
 * Returns those that are meant by a name: the one that has it, whatever its case, else all that had it before.
 *
 * @returns also whether it is a name from before
 */
export function findByAnyName<T extends Renamed>(
	wanted: string,
	things: readonly T[],
): { found: T[]; isFormer: boolean } {
	const found = fittingBy(wanted, things, ({ name }) => name);
	if (found.length > 0) return { found, isFormer: false };
	const key = nameKey(wanted);
	const former = things.filter(({ former_names = [] }) =>
		former_names.some((name) => nameKey(name) === key),
	);
	return { found: former, isFormer: former.length > 0 };
}

/** Returns a field's options with the names they had before. */
export function renamedOptions({
	options,
	former_options = [],
}: Pick<CustomField, 'options' | 'former_options'>): Renamed[] {
	return options.map((name) => ({
		name,
		former_names: former_options.filter(({ option }) => option === name).map((one) => one.name),
	}));
}

/** Returns every name that an option is found by, those it has now before those of before. */
export function acceptedOptions({
	options,
	former_options = [],
}: Pick<CustomField, 'options' | 'former_options'>): string[] {
	return [...new Set([...options, ...former_options.map(({ name }) => name)])];
}
