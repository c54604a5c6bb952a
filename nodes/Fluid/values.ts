import type { CustomField, CustomFieldType } from '../../contract/types';
import type { Field, FieldType } from '../../contract/fields';
import { toDateTime, toDay } from './dates';

/** Turns what a user entered, or an expression gave, into what Fluid takes; undefined where nothing was entered. */
type Conversion = (value: unknown, timezone: string) => unknown;

// What cannot be converted is passed on as it is, so that Fluid says in its own words what is wrong with it.
const conversions: Record<FieldType, Conversion> = {
	text,
	long_text: text,
	money: number,
	number,
	integer: number,
	boolean,
	choice: text,
	currency: text,
	web_address: text,
	date_time: toDateTime,
	list: (value) => list(value, []),
	object: (value) => (typeof value === 'string' ? parsedJson(value) : value),
};

const customConversions: Record<CustomFieldType, Conversion> = {
	text,
	long_text: text,
	number,
	date: toDay,
	boolean,
	select: text,
	multi_select: (value) => list(value, []),
	url: text,
	email: text,
	phone: text,
};

/**
 * Returns the value of a field for Fluid; undefined when it is empty, which leaves the field unchanged.
 *
 * @throws Error naming the field for what an expression gives that went wrong
 */
export function toFluid({ type, label }: Field, value: unknown, timezone: string): unknown {
	refuseBroken(label, value);
	return isEmpty(value) ? undefined : conversions[type](value, timezone);
}

/**
 * Returns the value of a custom field for Fluid; undefined when it is empty. A field nobody knows keeps its value.
 *
 * @throws Error naming the field for what an expression gives that went wrong
 */
export function toCustomField(
	field: CustomField | undefined,
	value: unknown,
	timezone: string,
): unknown {
	refuseBroken(field?.name ?? 'A custom field', value);
	if (isEmpty(value)) return undefined;
	if (field === undefined) return value;
	if (field.type === 'multi_select') return list(value, field.options);
	return customConversions[field.type](value, timezone);
}

/** JSON makes null of what is no number or no date, and null would clear the field. */
function refuseBroken(label: string, value: unknown): void {
	if (!isBroken(value)) return;
	throw new Error(
		`${label} is "${String(value)}" for this item: its expression went wrong. Correct it, or let it be empty to leave the field as it is.`,
	);
}

function isBroken(value: unknown): boolean {
	if (Array.isArray(value)) return value.some(isBroken);
	if (typeof value === 'number') return !Number.isFinite(value);
	if (value instanceof Date) return Number.isNaN(value.getTime());
	return isObject(value) && value.isValid === false && value.isLuxonDateTime === true;
}

function isEmpty(value: unknown): boolean {
	if (typeof value === 'string') return value.trim() === '';
	return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

function text(value: unknown): unknown {
	if (typeof value === 'string') return value.trim();
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

function number(value: unknown): unknown {
	if (typeof value !== 'string') return value;
	const converted = Number(value);
	return Number.isFinite(converted) ? converted : value;
}

const words = new Map([
	['true', true],
	['yes', true],
	['false', false],
	['no', false],
]);

function boolean(value: unknown): unknown {
	if (value === 1 || value === 0) return value === 1;
	return typeof value === 'string' ? (words.get(value.trim().toLowerCase()) ?? value) : value;
}

/** A list within a text arrives as JSON. An option may hold a comma itself, so one that is given whole stays whole. */
function list(value: unknown, options: string[]): unknown {
	if (Array.isArray(value)) return value.filter((entry) => !isEmpty(entry)).map(text);
	if (typeof value !== 'string') return [text(value)];
	if (options.includes(value.trim())) return [value.trim()];
	const json = parsedJson(value);
	if (Array.isArray(json)) return list(json, options);
	const entries = value.split(',').map((entry) => entry.trim());
	return entries.filter((entry) => entry !== '');
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}

function parsedJson(value: string): unknown {
	try {
		return JSON.parse(value);
	} catch {
		// Fluid says that it expected an object.
		return value;
	}
}
