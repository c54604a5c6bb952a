import type { OutputField } from '../definition.ts';
import { dateFaults } from './dates.ts';
import { flat } from './flat.ts';

/** Returns a sentence for each output field that a result lacks or holds in another type. What is empty fits every type. */
export function outputFaults(fields: OutputField[], result: unknown): string[] {
	const values = flat(result);
	return fields.flatMap(({ key, type, required }) => {
		if (!(key in values)) return required ? [`${key} is required, but missing.`] : [];
		const value = values[key];
		if (value === null || value === undefined || fits(type, value)) return [];
		return [`${key} is ${JSON.stringify(value)}, not a ${type}.`];
	});
}

/** Returns the keys that stand in the first, but not in the second. What is empty in the first may be an object in the second. */
export function missingKeys(promised: unknown, found: unknown): string[] {
	const present = Object.keys(flat(found));
	const isPresent = (key: string) =>
		present.some((other) => other === key || other.startsWith(`${key}__`));
	return Object.keys(flat(promised)).filter((key) => !isPresent(key));
}

type Fits = (value: unknown) => boolean;

const isText: Fits = (value) => typeof value === 'string';
const isNumber: Fits = (value) => typeof value === 'number';

const types: Record<string, Fits> = {
	string: isText,
	text: isText,
	password: isText,
	file: isText,
	number: isNumber,
	integer: (value) => Number.isInteger(value),
	boolean: (value) => typeof value === 'boolean',
	datetime: (value) => isText(value) && dateFaults({ happened_at: value }).length === 0,
};

/** A list fits when each of its entries does. */
function fits(type: string | undefined, value: unknown): boolean {
	const check = type === undefined ? undefined : types[type];
	if (check === undefined) return true;
	return Array.isArray(value) ? value.every(check) : check(value);
}
