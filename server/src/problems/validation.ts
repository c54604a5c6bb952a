import Ajv2020, { type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import { fullFormats } from 'ajv-formats/dist/formats';
import { EARLIEST_DATE, isCurrency, isWebAddress } from '../../../contract/reading';
import { schemas, type SchemaName } from '../../../contract/schemas';
import { signingKey } from '../../../contract/signature';
import type { InputError } from '../../../contract/types';
import { isEmail } from '../values/email';
import { excerpt } from './excerpt';
import { inputErrors } from './inputErrors';
import { lazy } from '../timing/lazy';
import { parseMoment } from '../values/moment';
import { invalidInput, problem } from './problems';

const dateFormat = fullFormats.date as { validate: (text: string) => boolean };

/** Finds the first fault: all that most inputs need. */
const finder = lazy(() => newValidator({ allErrors: false }));

/** Finds every fault. */
const everyFinder = lazy(() => newValidator({ allErrors: true }));

/** Returns what is wrong with an input by a schema of the contract; nothing when it obeys. */
export function faults(name: SchemaName, input: unknown): InputError[] {
	const first = errorsOf(finder(), name, input);
	if (first.length === 0) return [];
	const all = errorsOf(everyFinder(), name, excerpt(input));
	return inputErrors(all.length > 0 ? all : first);
}

/**
 * Returns the input as what the schema promises.
 *
 * @throws invalid_input with the place of each fault; broken_json when there is no input at all
 */
export function valid<T>(name: SchemaName, input: unknown): T {
	if (input === undefined) throw problem('broken_json', 'The body is empty. Send a JSON object.');
	const errors = faults(name, input);
	if (errors.length > 0) throw invalidInput(errors);
	return input as T;
}

/**
 * Returns a body that holds a list, whose entries are not looked at: each is checked by itself later, so that a fault of
 * one does not refuse its neighbours.
 *
 * @throws invalid_input when what holds the list, or its length, is wrong
 */
export function validList<T>(name: SchemaName, body: unknown, list: string): T {
	const { [list]: entries } = body as Record<string, unknown>;
	if (!Array.isArray(entries)) return valid<T>(name, body);
	const probe = entries.slice(0, LONGEST).map(() => FAULTLESS);
	valid<T>(name, { ...(body as object), [list]: probe });
	return body as T;
}

/** Longer than any list may be. */
const LONGEST = 1001;

/** Any entry may be no more than this. */
const FAULTLESS = { name: 'Ada Lovelace' };

/** Returns whether a text is a calendar date such as 2026-12-01. */
export function isDate(text: string): boolean {
	return dateFormat.validate(text);
}

/**
 * Compiles the schemas that most requests are checked by. Each is needed by the first that comes, and nobody else would be
 * answered for the tenth of a second that it takes.
 */
export function compileAhead(): void {
	for (const name of AHEAD) compiled(finder(), name);
}

const AHEAD: SchemaName[] = ['dealInput', 'bulkInput', 'contactInput', 'bulkContactsInput'];

type Validator = { ajv: Ajv2020; known: Map<SchemaName, ValidateFunction> };

function newValidator({ allErrors }: { allErrors: boolean }): Validator {
	const ajv = new Ajv2020({
		allErrors,
		verbose: true,
		allowUnionTypes: true,
		strict: true,
		// The tests do it: checking the schemas themselves takes a tenth of the start.
		validateSchema: false,
		// V8 does as well with what is compiled without: its code is as fast, and ready in two thirds of the time.
		code: { optimize: false },
	});
	ajv.addFormat('date', (text) => isDate(text) && text >= EARLIEST_DATE);
	ajv.addFormat('email', short(isEmail));
	ajv.addFormat('date-time', (text) => parseMoment(text) !== undefined);
	ajv.addFormat('web-address', short(isWebAddress));
	ajv.addFormat('currency', isCurrency);
	ajv.addFormat(
		'signing-secret',
		(value) => value.length <= LONGEST_READ && signingKey(value) !== undefined,
	);
	ajv.addFormat('money', {
		type: 'number',
		// A huge whole number has no decimals, though a hundred times of it is no longer exact.
		validate: (value) => Number.isInteger(value) || Math.round(value * 100) / 100 === value,
	});
	for (const schema of Object.values(schemas)) ajv.addSchema(schema);
	return { ajv, known: new Map() };
}

/** What is too long anyway need not be read: a field of such a form has a length of its own. */
function short(isOfForm: (text: string) => boolean): (text: string) => boolean {
	return (text) => text.length > LONGEST_READ || isOfForm(text);
}

const LONGEST_READ = 10_000;

/** The others are compiled when they are first needed: the service is ready sooner. */
function compiled({ ajv, known }: Validator, name: SchemaName): ValidateFunction {
	const validate = known.get(name) ?? (ajv.getSchema(schemas[name].$id) as ValidateFunction);
	known.set(name, validate);
	return validate;
}

function errorsOf(validator: Validator, name: SchemaName, input: unknown): ErrorObject[] {
	const validate = compiled(validator, name);
	return validate(input) ? [] : (validate.errors as ErrorObject[]);
}
