import type { CustomFieldType, CustomFieldValue } from '../../../contract/types';
import { asNumber } from './numbers';

/** Returns whether a user has given something: Zapier sends empty fields of some steps as empty text or lists. */
export function isGiven(value: unknown): boolean {
	const isEmptyList = Array.isArray(value) && !value.some(isGiven);
	return value !== undefined && value !== null && value !== '' && !isEmptyList;
}

/** Returns what the user gave by the keys of the fields, without the spaces that come along when a text is mapped. */
export function givenValues(inputs: Record<string, unknown>): Array<[string, unknown]> {
	return Object.entries(inputs)
		.map(([key, value]): [string, unknown] => [key, trimmed(value)])
		.filter(([, value]) => isGiven(value));
}

/** Returns a list without its empty entries; one entry alone is a list of one. */
export function asList(value: unknown): unknown[] {
	return [trimmed(value)].flat().filter(isGiven);
}

/** Returns a moment as the API reads it, e.g. 2026-12-01T09:00:00+01:00 for "2026-12-01 09:00 +0100"; other text stays. */
export function asMoment(value: unknown): unknown {
	const parts = MOMENT.exec(String(value));
	if (!parts) return value;
	const [, day, minute, second = ':00', zone = ''] = parts;
	return `${day}T${minute}${second}${zone.replace(/^(UTC|GMT)$/i, 'Z').replace(/(\d\d)(\d\d)$/, '$1:$2')}`;
}

const MOMENT = /^(\d{4}-\d\d-\d\d)[T ]+(\d\d:\d\d)(:\d\d(?:\.\d+)?)? *(Z|UTC|GMT|[+-]\d\d:?\d\d)$/i;

/** Returns a value as a custom field of the type takes it. Zapier hands on mapped values as the step before had them. */
export function asCustomFieldValue(type: CustomFieldType, value: unknown): CustomFieldValue {
	return (conversions[type]?.(value) ?? asText(value)) as CustomFieldValue;
}

const conversions: Partial<Record<CustomFieldType, (value: unknown) => unknown>> = {
	number: asNumber,
	boolean: (value) => booleans.get(String(value).toLowerCase()) ?? value,
	multi_select: asList,
	// Zapier writes the date of the user's time zone first, e.g. 2026-12-01T00:00:00+01:00.
	date: (value) => String(value).replace(/^(\d{4}-\d\d-\d\d)[T ].*$/, '$1'),
};

const booleans = new Map([
	['true', true],
	['yes', true],
	['1', true],
	['false', false],
	['no', false],
	['0', false],
]);

function trimmed(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(trimmed);
	return typeof value === 'string' ? value.trim() : value;
}

function asText(value: unknown): unknown {
	return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}
