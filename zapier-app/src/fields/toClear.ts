import { type Choice, readAllChosen } from './chosen';

type Values = Record<string, unknown>;

/** Returns the names in a list of what is to be cleared. */
export function toClear(given: unknown, choices: readonly Choice[]): string[] {
	const reading = readAllChosen(given ?? [], choices);
	return 'fault' in reading ? [] : reading.value;
}

/** Sets what stands at a path to null, unless it is filled in: to be cleared is what has no value this time. */
export function clearAt(values: Values, [name = '', ...rest]: string[]): void {
	if (rest.length === 0) values[name] ??= null;
	else if (values[name] !== null) clearAt((values[name] ??= {}) as Values, rest);
}
