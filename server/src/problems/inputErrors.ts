import type { ErrorObject } from 'ajv/dist/2020';
import type { Schema } from '../../../contract/bundle';
import { nameKey } from '../../../contract/identity';
import { EARLIEST_DATE, NO_WEB_ADDRESS, webAddressFault } from '../../../contract/reading';
import { resolved } from '../../../contract/references';
import type { FaultCode } from '../../../contract/faults';
import type { InputError } from '../../../contract/types';
import { didYouMean, inQuotes } from '../../../contract/nearest';
import { MOST_FAULTS } from './problems';

type Sentence = (error: ErrorObject) => InputError;

/** One fault in a value of several types makes up to this many errors. */
const ERRORS_OF_A_FAULT = 6;

/** Returns what a user should read for the validator's errors, one for each place and fault, up to `MOST_FAULTS`. */
export function inputErrors(errors: ErrorObject[]): InputError[] {
	const first = errors.slice(0, MOST_FAULTS * ERRORS_OF_A_FAULT);
	const sentences = withoutAlternatives(withoutChoices(first)).map((error) =>
		(sentencesByKeyword[error.keyword] ?? otherwise)(error),
	);
	const byText = new Map(sentences.map((entry) => [`${entry.pointer} ${entry.detail}`, entry]));
	return [...byText.values()].slice(0, MOST_FAULTS);
}

/** What has the wrong type is none of the choices either; once is enough. */
function withoutChoices(errors: ErrorObject[]): ErrorObject[] {
	const wrongType = errors.filter(({ keyword }) => keyword === 'type');
	return errors.filter(
		({ keyword, instancePath, parentSchema }) =>
			keyword !== 'enum' ||
			!wrongType.some(
				(other) => other.instancePath === instancePath && other.parentSchema === parentSchema,
			),
	);
}

/**
 * Where a value may be one of several types, the validator complains about every one of them. Keeps the complaints
 * about the type that was meant: the one whose inside was looked at.
 */
function withoutAlternatives(errors: ErrorObject[]): ErrorObject[] {
	const choices = errors.filter(({ keyword }) => keyword === 'anyOf');
	return choices.reduce((kept, choice) => {
		const isInside = (error: ErrorObject) =>
			error !== choice &&
			(error.instancePath === choice.instancePath
				? error.keyword !== 'type'
				: error.instancePath.startsWith(`${choice.instancePath}/`));
		const isOfChoice = (error: ErrorObject) => error.instancePath === choice.instancePath;
		return kept.some(isInside)
			? kept.filter((error) => error !== choice && !(isOfChoice(error) && error.keyword === 'type'))
			: kept.filter((error) => error === choice || !isOfChoice(error));
	}, errors);
}

const sentencesByKeyword: Record<string, Sentence> = {
	additionalProperties: (error) => {
		const name = String(error.params.additionalProperty);
		const properties = (error.parentSchema?.properties ?? {}) as Record<string, Schema>;
		const advice = didYouMean(name, Object.keys(properties), elsewhere(name, properties));
		return {
			pointer: `${error.instancePath}/${escapePointer(name)}`,
			detail: `${inQuotes(name)} is not a field here.${advice}`,
			code: 'unknown_field',
		};
	},
	required: (error) => {
		const name = String(error.params.missingProperty);
		return {
			pointer: `${error.instancePath}/${escapePointer(name)}`,
			detail: `"${name}" is missing. Add it.`,
			code: 'missing',
			params: { name },
		};
	},
	type: (error) => otherType(error, [error.schema].flat().map(String)),
	anyOf: (error) => otherType(error, alternatives(error)),
	enum: (error) => {
		const options = error.schema as string[];
		const detail = `cannot be ${shown(error.data)}.${didYouMean(plainText(error.data), options)}`;
		return { ...at(error, detail), code: 'not_an_option', params: { options } };
	},
	format: (error) => {
		const format = String(error.params.format);
		const rest =
			formats[format]?.(shown(error.data), String(error.data)) ?? 'has the wrong format.';
		const { pointer, detail } = at(error, rest);
		// "url" is no name that people know, while every page calls it URL.
		const sentence = pointer === '/url' ? `The URL ${rest}` : detail;
		return { pointer, detail: sentence, code: 'wrong_form', params: { format } };
	},
	// The value is not repeated: it may be a secret.
	pattern: (error) =>
		nameKey(plainText(error.data)) === ''
			? { ...at(error, `must not be empty.${help(error)}`), code: 'empty' }
			: { ...at(error, `has characters that are not allowed.${help(error)}`), code: 'wrong_form' },
	minLength: (error) => ({ ...at(error, `must not be empty.${help(error)}`), code: 'empty' }),
	maxLength: (error) =>
		limited(error, 'too_long', `is longer than ${count(error)} characters. Shorten it.`),
	minItems: (error) => ({ ...at(error, 'must have at least one entry.'), code: 'empty' }),
	maxItems: (error) =>
		limited(error, 'too_many', `has more than ${count(error)} entries. ${fewer(error)}`),
	minProperties: (error) => ({
		...at(error, 'must not be empty: give at least one field.'),
		code: 'empty',
	}),
	uniqueItems: (error) => ({
		...at(error, 'names the same entry twice. Leave one out.'),
		code: 'named_twice',
	}),
	minimum: (error) =>
		limited(error, 'too_small', `must be at least ${count(error)}, not ${shown(error.data)}.`),
	maximum: (error) =>
		limited(error, 'too_large', `must be at most ${count(error)}, not ${shown(error.data)}.`),
};

/** Lists that can be sent in several requests. */
const BATCHES = ['/deals', '/contacts', '/succeeded', '/failed', '/released'];

function fewer({ instancePath }: ErrorObject): string {
	return BATCHES.includes(instancePath) ? 'Send fewer at a time.' : 'Leave some of them out.';
}

function limited(error: ErrorObject, code: FaultCode, detail: string): InputError {
	return { ...at(error, detail), code, params: { limit: Number(error.schema) } };
}

/** Where an unknown field belongs: into an object that has one of its name, or among the custom fields. */
function elsewhere(name: string, properties: Record<string, Schema>): string {
	const inside = Object.entries(properties)
		.filter(([, property]) => Object.hasOwn((resolved(property).properties ?? {}) as object, name))
		.map(([outer]) => inQuotes(`${outer}.${name}`));
	if (inside.length > 0) return ` Did you mean ${inside.join(' or ')}?`;
	const own = 'custom_fields' in properties ? ' Values of your own go into "custom_fields".' : '';
	return ` The fields are listed at /docs.${own}`;
}

const otherwise: Sentence = (error) => at(error, `${error.message ?? 'is not valid'}.`);

const formats: Record<string, (value: string, text: string) => string> = {
	email: (value) => `is ${value}, which is not an email address. Write it like ada@example.com.`,
	date: (value, text) =>
		/^\d{4}-\d\d-\d\d$/.test(text) && text < EARLIEST_DATE
			? `is ${value}, which is before 1900. Correct the year.`
			: `is ${value}, which is not a date. Write it like 2026-12-01.`,

	'date-time': (value) =>
		`is ${value}, which is not a date and time with a time zone. Write it like 2026-12-01T09:00:00Z.`,
	// The value is repeated only where that is what is wrong with it: others may hold a password.
	'web-address': (value, text) => {
		const fault = webAddressFault(text) ?? NO_WEB_ADDRESS;
		return fault === NO_WEB_ADDRESS
			? `is ${value}, which is not a web address. Write it like https://example.com.`
			: fault;
	},
	currency: (value) => `is ${value}, which is not an ISO 4217 currency code. Write it like EUR.`,
	money: (value) => `is ${value}, which has more than two decimals. Round it, e.g. to 4800.50.`,
	'signing-secret': () =>
		'must be whsec_ and 24 to 64 bytes in base64. Leave it out to have one made.',
};

function otherType(error: ErrorObject, expected: string[]): InputError {
	// JSON can write 1e999, which is no number that anything can hold.
	if (error.data === Infinity || error.data === -Infinity)
		return { ...at(error, 'is too large a number.'), code: 'too_large' };
	const isWhole = error.instancePath === '';
	const advice = error.data === null && !isWhole ? ' Give a value, or leave it out.' : help(error);
	const detail = `must be ${typeNames(expected)}${instead(error)}.${advice}`;
	return { ...at(error, detail), code: 'wrong_type', params: { expected } };
}

/** A secret is not repeated, as what it was written by mistake either. */
function instead({ parentSchema, data }: ErrorObject): string {
	return parentSchema?.writeOnly === true ? '' : `, not ${shown(data)}`;
}

function at(error: ErrorObject, rest: string): InputError {
	return { pointer: error.instancePath, detail: `${place(error.instancePath)} ${rest}` };
}

/** Names a place in the user's own words: the last part that is a name, and which entry of a list it is or belongs to. */
function place(pointer: string): string {
	const [last = '', before = '', list = ''] = pointer.split('/').slice(1).reverse();
	if (last === '') return 'The body';
	if (isIndex(last)) return `Entry ${Number(last) + 1} of ${named(before)}`;
	return isIndex(before) && list !== ''
		? `${named(last)} of entry ${Number(before) + 1} in ${named(list)}`
		: named(last);
}

function isIndex(part: string): boolean {
	return /^\d+$/.test(part);
}

function named(part: string): string {
	return inQuotes(part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function help({ parentSchema }: ErrorObject): string {
	const description = parentSchema?.description as string | undefined;
	return description ? ` ${description}` : '';
}

const plainTypes: Record<string, string> = {
	string: 'text',
	number: 'a number',
	integer: 'a whole number',
	boolean: 'true or false',
	object: 'an object',
	array: 'a list',
	null: 'null',
};

function typeNames(types: string[]): string {
	return types.map((name) => plainTypes[name]).join(' or ');
}

function alternatives(error: ErrorObject): string[] {
	const branches = error.schema as Array<{ type?: string }>;
	return branches.map(({ type }) => type ?? 'object');
}

function shown(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	if (value !== null && typeof value === 'object') return 'an object';
	return typeof value === 'string' ? inQuotes(value) : (JSON.stringify(value) ?? 'nothing');
}

/** Objects are no texts, and what they would be made into one by may be anything: `{"toString": "x"}`. */
function plainText(value: unknown): string {
	return typeof value === 'object' ? '' : String(value);
}

function count({ schema }: ErrorObject): string {
	return Number(schema).toLocaleString('en-US', { maximumFractionDigits: 2 });
}

function escapePointer(name: string): string {
	return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
