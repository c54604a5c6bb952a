import type { Field } from '../../contract/fields';
import { isBlank, isFault, readCustomField, readField } from '../../contract/reading';
import type { Reading } from '../../contract/reading';
import type { CustomField } from '../../contract/types';
import { asBefore } from './asBefore';
import { ROWS } from './fields';
import { Unreadable } from './unreadable';
import type { ReadingRules } from './readingRules';

/**
 * Returns the value of a field for Fluid; undefined when it is empty, which leaves the field unchanged.
 *
 * @throws Unreadable naming the field for what cannot be read, or what an expression gives that went wrong
 */
export function toFluid(field: Field, value: unknown, how: ReadingRules): unknown {
	return read(
		field.label,
		`/${field.key}`,
		field.type === 'links' ? rowsOf(value) : value,
		(given) => asBefore(field.type, given, how) ?? readField(field, given, how),
	);
}

/**
 * Returns the value of a custom field for Fluid; undefined when it is empty. A field nobody knows keeps its value.
 *
 * @throws Unreadable naming the field for what cannot be read, or what an expression gives that went wrong
 */
export function toCustomField(
	field: CustomField | undefined,
	value: unknown,
	how: ReadingRules,
): unknown {
	const all = '/custom_fields';
	if (field === undefined) return read('A custom field', all, value, (given) => ({ value: given }));
	return read(
		field.name,
		`${all}/${field.key}`,
		value,
		(given) => asBefore(field.type, given, how) ?? readCustomField(field, given, how),
	);
}

/** Rows that were added and not filled in say nothing; an expression may give links in another form. */
function rowsOf(value: unknown): unknown {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
	const { [ROWS]: rows = [] } = value as Record<string, unknown>;
	if (!Array.isArray(rows)) return rows;
	return rows.filter((row) => !Object.values((row ?? {}) as object).every(isBlank));
}

function read(
	label: string,
	pointer: string,
	given: unknown,
	reader: (value: unknown) => Reading<unknown>,
): unknown {
	refuseBroken(label, pointer, given);
	if (isBlank(given)) return undefined;
	const reading = reader(given);
	if (isFault(reading)) throw new Unreadable(pointer, `${label}: ${reading.fault}`);
	return reading.value;
}

/** JSON makes null of what is no number or no date, and null would clear the field. */
function refuseBroken(label: string, pointer: string, value: unknown): void {
	if (!isBroken(value)) return;
	throw new Unreadable(
		pointer,
		`${label} is "${String(value)}" for this item: its expression failed. Correct it, or leave it empty to keep the field as it is.`,
	);
}

function isBroken(value: unknown): boolean {
	if (Array.isArray(value)) return value.some(isBroken);
	if (typeof value === 'number') return !Number.isFinite(value);
	if (value instanceof Date) return Number.isNaN(value.getTime());
	const { isValid, isLuxonDateTime } = (value ?? {}) as Record<string, unknown>;
	return isValid === false && isLuxonDateTime === true;
}
