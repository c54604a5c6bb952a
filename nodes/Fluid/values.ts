import { tryToParseDateTime } from 'n8n-workflow';
import type { CustomField, CustomFieldType } from '../../contract/types';
import type { Field, FieldType } from '../../contract/fields';

/** Turns what a user entered, or an expression gave, into what Fluid takes; undefined where nothing was entered. */
type Conversion = (value: unknown, timezone: string) => unknown;

// What cannot be converted is passed on as it is, so that Fluid says in its own words what is wrong with it.
const conversions: Record<FieldType, Conversion> = {
	text,
	long_text: text,
	number,
	integer: number,
	boolean,
	choice: text,
	date_time: toDateTime,
	list: (value) => list(value, []),
	object: (value) => (typeof value === 'string' ? parsedJson(value) : value),
};

const customConversions: Record<CustomFieldType, Conversion> = {
	text,
	long_text: text,
	number,
	date: (value, timezone) => day(value, timezone),
	boolean,
	select: text,
	multi_select: (value) => list(value, []),
	url: text,
	email: text,
	phone: text,
};

/** Returns the value of a field for Fluid; undefined when it is empty, which leaves the field unchanged. */
export function toFluid({ type }: Field, value: unknown, timezone: string): unknown {
	return isEmpty(value) ? undefined : conversions[type](value, timezone);
}

/** Returns the value of a custom field for Fluid; undefined when it is empty. A field nobody knows keeps its value. */
export function toCustomField(
	field: CustomField | undefined,
	value: unknown,
	timezone: string,
): unknown {
	if (isEmpty(value)) return undefined;
	if (field === undefined) return value;
	if (field.type === 'multi_select') return list(value, field.options);
	return customConversions[field.type](value, timezone);
}

/** Returns a moment in the form Fluid takes, in the workflow's time zone where it names none. */
export function toDateTime(value: unknown, timezone: string): unknown {
	return dateTime(value, timezone)?.toUTC().toISO() ?? value;
}

function isEmpty(value: unknown): boolean {
	if (typeof value === 'string') return value.trim() === '';
	if (typeof value === 'number') return Number.isNaN(value);
	return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

function text(value: unknown): unknown {
	if (typeof value === 'string') return value.trim();
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

function number(value: unknown): unknown {
	if (typeof value !== 'string') return value;
	const converted = Number(value);
	return Number.isNaN(converted) ? value : converted;
}

const words: Record<string, boolean> = { true: true, yes: true, false: false, no: false };

function boolean(value: unknown): unknown {
	if (value === 1 || value === 0) return value === 1;
	return typeof value === 'string' ? (words[value.trim().toLowerCase()] ?? value) : value;
}

/** An option may hold a comma itself, so a text that is one option whole is not taken apart. */
function list(value: unknown, options: string[]): unknown {
	if (Array.isArray(value)) return value.filter((entry) => !isEmpty(entry)).map(text);
	if (typeof value !== 'string') return [text(value)];
	if (options.includes(value.trim())) return [value.trim()];
	const entries = value.split(',').map((entry) => entry.trim());
	return entries.filter((entry) => entry !== '');
}

const CALENDAR_DAY = /^\d{4}-\d{2}-\d{2}/;

/** n8n's date picker gives a time as well; a text that begins with a day means that day, in whatever zone. */
function day(value: unknown, timezone: string): unknown {
	if (typeof value === 'string' && !/[zZ]$|[+-]\d{2}:?\d{2}$/.test(value.trim().slice(10))) {
		const [start] = CALENDAR_DAY.exec(value.trim()) ?? [];
		if (start !== undefined) return start;
	}
	return dateTime(value, timezone)?.setZone(timezone).toISODate() ?? value;
}

function dateTime(value: unknown, timezone: string) {
	try {
		return tryToParseDateTime(value, timezone);
	} catch {
		// Fluid tells which form it expects.
		return undefined;
	}
}

function parsedJson(value: string): unknown {
	try {
		return JSON.parse(value);
	} catch {
		// Fluid says that it expected an object.
		return value;
	}
}
