import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import { type ApiCall, calls, commonProblems, problemsOf } from '../../contract/calls';
import { type FaultCode, faultCodes } from '../../contract/faults';
import { type ProblemCode, problems } from '../../contract/problems';
import { schemas, type SchemaName } from '../../contract/schemas';
import type { Problem } from '../../contract/types';

type Answered = {
	method: string;
	path: string;
	status: number;
	body: unknown;
	headers?: Record<string, unknown>;
};

/** How every moment is written: ISO 8601 in UTC with milliseconds. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

const ajv = new Ajv2020({
	allowUnionTypes: true,
	formats: {
		date: /^\d{4}-\d\d-\d\d$/,
		'date-time': MOMENT,
		email: true,
		currency: /^[A-Z]{3}$/,
		money: { type: 'number', validate: () => true },
		'web-address': /^https?:/,
		'signing-secret': /^whsec_/,
	},
});
for (const schema of Object.values(schemas)) ajv.addSchema(schema);

/**
 * Checks an answer against what the contract declares for its call: its status, its object, its problem.
 *
 * @throws when it is another one
 */
export function checkDeclared({ method, path, status, body, headers }: Answered): void {
	if (headers) checkRequestId(headers, status, body);
	if (status >= 400) return checkProblem(callOf(method, path), status, body);
	const call = callOf(method, path);
	const declared = call?.answers[String(status)];
	if (!call || !declared) throw new Error(`${method} ${path}: ${status} is not declared.`);
	const { list, schemas: names = [], contentType, location } = declared;
	if (headers) checkLocation(location, path, headers);
	if (contentType !== undefined) return;
	if (names.some((name) => validator(name)(body))) return;
	if (list) return checkList(list, body);
	if (names.length === 0) {
		if (body !== '') throw new Error(`${method} ${path}: ${status} must have no body.`);
		return;
	}
	throw disobedience(names[0] as SchemaName, body);
}

/** Every answer says by which id its request is found in the log; a refusal says it in its body, too. */
function checkRequestId(headers: Record<string, unknown>, status: number, body: unknown): void {
	const id = headers['fluid-request-id'];
	const known = status >= 400 ? (body as Problem).request_id : id;
	if (id === undefined || id !== known)
		throw new Error(`The answer is to ${id}, its problem to ${known}.`);
}

/** Returns why a value does not obey a schema of the contract, or nothing. */
export function disobeys(name: SchemaName, value: unknown): string | undefined {
	const validate = validator(name);
	return validate(value) ? undefined : ajv.errorsText(validate.errors);
}

/** What a problem and its errors name must stand in the catalogues: clients write their own sentences by it. */
function checkParams({ code, params = {}, errors = [] }: Problem): void {
	const ofErrors = errors.map((error) => {
		const declared = faultCodes[error.code as FaultCode] ?? problems[error.code as ProblemCode];
		if (!declared) throw new Error(`The fault ${error.code} is not declared.`);
		return [error.code, error.params ?? {}, declared.params ?? []] as const;
	});
	const named = [[code, params, problems[code as ProblemCode].params ?? []] as const, ...ofErrors];
	for (const [name, given, declared] of named) {
		const other = Object.keys(given).find((key) => !declared.includes(key));
		if (other !== undefined) throw new Error(`The parameter ${other} of ${name} is not declared.`);
	}
}

function checkProblem(call: ApiCall | undefined, status: number, body: unknown): void {
	if (!validator('problem')(body)) throw disobedience('problem', body);
	const { code, status: inBody } = body as Problem;
	if (inBody !== status) throw new Error(`${code} says ${inBody} and was answered as ${status}.`);
	checkParams(body as Problem);
	const ofCall = call ? problemsOf(call) : commonProblems;
	const ofNoCall = ['path_not_found', 'method_not_allowed'];
	if (![...ofCall, ...ofNoCall].includes(code))
		throw new Error(`${call?.method} ${call?.path}: the problem ${code} is not declared.`);
}

/** What was made says where it is read; a dry run has made nothing. */
function checkLocation(
	declared: string | undefined,
	path: string,
	headers: Record<string, unknown>,
): void {
	const { location } = headers;
	const isMade = declared !== undefined && !path.includes('dry_run=true');
	const fits = isMade ? pattern(declared).test(String(location)) : location === undefined;
	if (!fits) throw new Error(`${path}: the header Location is ${String(location)}.`);
}

function checkList(entry: SchemaName, body: unknown): void {
	const { data, next_cursor, ...rest } = body as { data: unknown[]; next_cursor: unknown };
	const isPage = Array.isArray(data) && (next_cursor === null || typeof next_cursor === 'string');
	if (!isPage || Object.keys(rest).length > 0) throw new Error('That is not a page of a list.');
	for (const one of data) if (!validator(entry)(one)) throw disobedience(entry, one);
}

function callOf(method: string, path: string): ApiCall | undefined {
	const plain = path.replace(/[?#].*$/, '').replace(/(.)\/$/, '$1');
	return calls.find((call) => call.method === method && pattern(call.path).test(plain));
}

function pattern(path: string): RegExp {
	return new RegExp(`^${path.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+')}$`);
}

function validator(name: SchemaName): ValidateFunction {
	return ajv.getSchema(schemas[name].$id) as ValidateFunction;
}

function disobedience(name: SchemaName, value: unknown): Error {
	return new Error(
		`An answer does not obey ${name}: ${disobeys(name, value)}\n${JSON.stringify(value).slice(0, 2000)}`,
	);
}
