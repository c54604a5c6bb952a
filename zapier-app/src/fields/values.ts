import type { CustomFieldType, CustomFieldValue } from '../../../contract/types';

/** Returns whether a user has given something: Zapier sends empty fields of some steps as empty text or lists. */
export function isGiven(value: unknown): boolean {
	const isEmptyList = Array.isArray(value) && !value.some(isGiven);
	return value !== undefined && value !== null && value !== '' && !isEmptyList;
}

/** Returns a number for a text that is one; other text stays, so that the API can say what is wrong with it. */
export function asNumber(value: unknown): unknown {
	if (typeof value !== 'string' || value.trim() === '') return value;
	const number = Number(value);
	return Number.isFinite(number) ? number : value;
}

/** Returns a list without its empty entries; one entry alone is a list of one. */
export function asList(value: unknown): unknown[] {
	return [value].flat().filter(isGiven);
}

/** Returns a value as a custom field of the type takes it. Zapier hands on mapped values as the step before had them. */
export function asCustomFieldValue(type: CustomFieldType, value: unknown): CustomFieldValue {
	return (conversions[type]?.(value) ?? asText(value)) as CustomFieldValue;
}

const conversions: Partial<Record<CustomFieldType, (value: unknown) => unknown>> = {
	number: asNumber,
	boolean: (value) => booleans[String(value).trim().toLowerCase()] ?? value,
	multi_select: asList,
	// Zapier writes the date of the user's time zone first, e.g. 2026-12-01T00:00:00+01:00.
	date: (value) => String(value).replace(/T.*$/, ''),
};

const booleans: Record<string, boolean> = {
	true: true,
	yes: true,
	1: true,
	false: false,
	no: false,
	0: false,
};

function asText(value: unknown): unknown {
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}
