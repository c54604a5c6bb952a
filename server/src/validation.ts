import Ajv2020, { type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import { fullFormats } from 'ajv-formats/dist/formats';
import { isCurrency, isWebAddress } from '../../contract/reading';
import { schemas, type SchemaName } from '../../contract/schemas';
import { secretKey } from '../../contract/signature';
import type { InputError } from '../../contract/types';
import { isEmail } from './email';
import { inputErrors } from './inputErrors';
import { readMoment } from './moment';
import { invalidInput, problem } from './problems';

const dateFormat = fullFormats.date as { validate: (text: string) => boolean };

const ajv = new Ajv2020({
	allErrors: true,
	verbose: true,
	allowUnionTypes: true,
	strict: true,
	// The tests do it: checking the schemas themselves takes a tenth of the start.
	validateSchema: false,
});
ajv.addFormat('date', isDate);
ajv.addFormat('email', isEmail);
ajv.addFormat('date-time', (text) => readMoment(text) !== undefined);
ajv.addFormat('web-address', isWebAddress);
ajv.addFormat('currency', isCurrency);
ajv.addFormat('signing-secret', (value) => secretKey(value) !== undefined);
ajv.addFormat('money', {
	type: 'number',
	// A huge whole number has no decimals, though a hundred times of it is no longer exact.
	validate: (value) => Number.isInteger(value) || Math.round(value * 100) / 100 === value,
});
for (const schema of Object.values(schemas)) ajv.addSchema(schema);

/** Returns what is wrong with an input by a schema of the contract; nothing when it obeys. */
export function faults(name: SchemaName, input: unknown): InputError[] {
	const validate = validators(name);
	return validate(input) ? [] : inputErrors(validate.errors as ErrorObject[]);
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

const compiled = new Map<SchemaName, ValidateFunction>();

/** A schema is compiled when it is first needed: the service is ready sooner. */
function validators(name: SchemaName): ValidateFunction {
	const known = compiled.get(name);
	if (known) return known;
	const validate = ajv.getSchema(schemas[name].$id) as ValidateFunction;
	compiled.set(name, validate);
	return validate;
}
