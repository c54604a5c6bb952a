import { didYouMean, inQuotes } from '../../../contract/nearest';
import { invalidInput } from '../problems/problems';

/**
 * Returns the switches of a query, e.g. `?dry_run=true`; those not given are off.
 *
 * @throws invalid_input for an unknown switch or another value than true and false
 */
export function readFlags<Name extends string>(
	query: unknown,
	names: readonly Name[],
): Record<Name, boolean> {
	const given = query as Record<string, unknown>;
	const errors = Object.entries(given).flatMap(([name, value]) => {
		const pointer = `/${name}`;
		if (!names.includes(name as Name)) {
			return [
				{ pointer, detail: `${inQuotes(name)} is not an option here.${didYouMean(name, names)}` },
			];
		}
		return value === 'true' || value === 'false'
			? []
			: [{ pointer, detail: `"${name}" must be true or false, not "${String(value)}".` }];
	});
	if (errors.length > 0) throw invalidInput(errors);
	const flags = {} as Record<Name, boolean>;
	for (const name of names) flags[name] = given[name] === 'true';
	return flags;
}
