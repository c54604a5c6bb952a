import { nameKey } from '../../../contract/identity';
import { invalidInput } from '../problems/problems';

/**
 * Returns the name when it is free, written in whatever way: deals are sent in by these names.
 *
 * @param others what has a name already
 * @throws invalid_input at `/name`
 */
export function assertNameAvailable(
	name: string,
	others: ReadonlyArray<{ name: string }>,
	what: 'pipeline' | 'stage' | 'custom field',
): string {
	const taken = findByName(name, others);
	if (!taken) return name;
	const where = what === 'pipeline' ? 'This workspace' : 'This pipeline';
	throw invalidInput([
		{
			pointer: '/name',
			detail: `${where} has a ${what} "${taken.name}" already. Choose another name.`,
		},
	]);
}

/** Returns the one that has the name, written in whatever way, or undefined. */
export function findByName<T extends { name: string }>(
	name: string,
	others: readonly T[],
): T | undefined {
	return others.find((other) => nameKey(other.name) === nameKey(name));
}

/** Returns the names that stand twice, written in whatever way, each with the first one that is alike. */
export function findRepeatedNames(
	names: readonly string[],
): Array<{ name: string; first: string }> {
	const keys = names.map(nameKey);
	return names.flatMap((name, index) => {
		const first = keys.indexOf(keys[index] as string);
		return first === index ? [] : [{ name, first: names[first] as string }];
	});
}
