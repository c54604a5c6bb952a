import { customFieldTypes, type ValueShape } from '../../../contract/customFieldTypes';
import { fitting, isWebAddress } from '../../../contract/reading';
import type { CustomField, CustomFieldValue, InputError } from '../../../contract/types';
import { didYouMean, inQuotes } from '../../../contract/nearest';
import { isEmail } from '../values/email';
import { MOST_FAULTS } from '../problems/problems';
import { isDate } from '../problems/validation';
import { withCurrentOptions } from './currentOptions';
import type { CustomFieldValues } from './customFieldValues';
import { matchName, type NameMatch, type Warn } from './oldName';

/**
 * Returns the values by key, given by key, id or a name of the field, and what is wrong with them: unknown fields with the
 * nearest known names, and values that do not fit the field's type.
 *
 * @param stored what the deal has: a value that a removed field or another pipeline left can be cleared
 * @param warn takes the warning that a field or an option is named as it was called before
 */
export function checkCustomFields(
	fields: CustomField[],
	input: CustomFieldValues,
	{ stored = {}, warn }: { stored?: CustomFieldValues; warn: Warn },
): { values: CustomFieldValues; errors: InputError[] } {
	const values: CustomFieldValues = {};
	const errors: InputError[] = [];
	for (const [name, value] of Object.entries(input)) {
		if (errors.length === MOST_FAULTS) break;
		const pointer = pointerTo(name);
		const keyed = fields.find(({ key, id }) => key === name || id === name);
		if (!keyed && value === null && Object.hasOwn(stored, name)) {
			values[name] = null;
			continue;
		}
		const named = keyed ? { found: keyed } : fieldNamed(fields, name, { pointer, warn });
		if (named.fault) {
			errors.push(named.fault);
			continue;
		}
		const { found: field } = named;
		if (!field) {
			const detail = unknownField(name, fields);
			errors.push({ pointer, detail, code: 'unknown_custom_field' });
			continue;
		}
		const current = withCurrentOptions(value, field, { pointer, warn });
		if ('fault' in current) {
			errors.push(current.fault);
			continue;
		}
		const fault = current.value === null ? undefined : faultOf(current.value, field);
		if (fault) errors.push({ pointer, detail: `"${field.name}" ${fault}` });
		else values[field.key] = asWritten(current.value, field);
	}
	return { values, errors };
}

/** Longer than any name there is, of a field or its key. */
const LONGEST_NAME = 200;

function fieldNamed(
	fields: CustomField[],
	name: string,
	place: { pointer: string; warn: Warn },
): NameMatch<CustomField> {
	if (name.length > LONGEST_NAME) return {};
	return matchName(fields, name, { kind: 'custom field', ...place });
}

/** Returns what is missing of the required fields: of a new deal, or of one whose value is cleared. */
export function missingCustomFields(
	fields: CustomField[],
	values: CustomFieldValues,
): InputError[] {
	return fields
		.filter(({ key, required }) => required && isNothing(valueOf(values, key)))
		.map(({ key, name }) => ({
			pointer: `/custom_fields/${key}`,
			detail: `"${name}" is required in this pipeline. Give it a value.`,
			code: 'custom_field_required',
			params: { name },
		}));
}

/** A key such as "constructor" is no value unless it was given. */
function valueOf(values: CustomFieldValues, key: string): CustomFieldValue | undefined {
	return Object.hasOwn(values, key) ? values[key] : undefined;
}

function isNothing(value: CustomFieldValue | undefined): boolean {
	return (
		value === undefined ||
		value === null ||
		(typeof value === 'string' && value.trim() === '') ||
		(Array.isArray(value) && value.length === 0)
	);
}

function pointerTo(name: string): string {
	const shown = name.slice(0, LONGEST_NAME);
	return `/custom_fields/${shown.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function unknownField(given: string, fields: CustomField[]): string {
	const name = given.slice(0, LONGEST_NAME);
	if (fields.length === 0)
		return `${inQuotes(name)} is not a custom field: this pipeline has none. Leave it out or create it first.`;
	const known = fields.map(({ key }) => key);
	return `${inQuotes(name)} is not a custom field of this pipeline.${didYouMean(name, known)}`;
}

function faultOf(value: CustomFieldValue, field: CustomField): string | undefined {
	const { shape, maxLength } = customFieldTypes[field.type];
	const isTooLong = maxLength !== undefined && typeof value === 'string';
	return (isTooLong ? tooLong(value, maxLength) : undefined) ?? checks[shape](value, field.options);
}

type Check = (value: CustomFieldValue, options: string[]) => string | undefined;

const checks: Record<ValueShape, Check> = {
	text: (value) =>
		typeof value === 'string' ? undefined : `must be text in quotes, not ${shown(value)}.`,
	number: (value) =>
		typeof value === 'number'
			? undefined
			: `must be a number without quotes, e.g. 12.5, not ${shown(value)}.`,
	boolean: (value) =>
		typeof value === 'boolean'
			? undefined
			: `must be true or false without quotes, not ${shown(value)}.`,
	date: (value) =>
		typeof value === 'string' && isDate(value)
			? undefined
			: `must be a date such as 2026-12-01, not ${shown(value)}.`,
	web_address: (value) =>
		typeof value === 'string' && isWebAddress(value)
			? undefined
			: `must be a web address such as https://example.com, not ${shown(value)}.`,
	email: (value) =>
		typeof value === 'string' && isEmail(value)
			? undefined
			: `must be an email address such as ada@example.com, not ${shown(value)}.`,
	option: (value, options) =>
		typeof value === 'string'
			? option(value, options)
			: `must be one of its options, not ${shown(value)}.`,
	options: (value, options) => {
		if (!Array.isArray(value))
			return `must be a list of options, e.g. ${JSON.stringify(options.slice(0, 2))}, not ${shown(value)}.`;
		const wrong = value.find((entry) => fitting(entry, options).length !== 1);
		return wrong === undefined ? undefined : option(wrong, options);
	},
};

function tooLong(value: string, maxLength: number): string | undefined {
	// Characters, as everywhere: an emoji has a length of two.
	return value.length > 2 * maxLength || (value.length > maxLength && [...value].length > maxLength)
		? `is longer than ${maxLength} characters. Shorten it.`
		: undefined;
}

function option(value: string, options: string[]): string | undefined {
	const found = fitting(value, options);
	if (found.length === 1) return undefined;
	return found.length === 0
		? `has no option ${inQuotes(value)}.${didYouMean(value, options)}`
		: `can be ${found.map(inQuotes).join(' or ')}. Use exactly the same spelling.`;
}

/** Options are kept in the letters of the field, each once. */
function asWritten(value: CustomFieldValue, { type, options }: CustomField): CustomFieldValue {
	if (Array.isArray(value)) return [...new Set(value.flatMap((entry) => fitting(entry, options)))];
	return customFieldTypes[type].shape === 'option' && typeof value === 'string'
		? (fitting(value, options)[0] ?? null)
		: value;
}

function shown(value: CustomFieldValue): string {
	if (Array.isArray(value)) return 'a list';
	return typeof value === 'string' ? inQuotes(value) : String(value);
}
