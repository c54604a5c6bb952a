import catalogue from './calls.json';
import type { ProblemCode } from './problems';
import type { SchemaName } from './schemas';

/** A parameter of a call: one of the query, or a header. */
export type Parameter = {
	name: string;
	/** One sentence. */
	description: string;
	example: string;
	enum?: string[];
	format?: string;
	/** Schema of the contract that lists what it takes. */
	schema?: SchemaName;
};

/** What a call answers with one status: an object, a page of a list, something that is not JSON, or nothing. */
export type CallAnswer = {
	description: string;
	/** The object; of several, whichever fits the request. */
	schemas?: SchemaName[];
	/** What the entries of the list are. */
	list?: SchemaName;
	contentType?: string;
	/** Path in the header Location, at which what was made is read. */
	location?: string;
};

/** What the catalogue says of one call. */
export type ApiCall = {
	/** Heading it stands under. */
	group: string;
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** Path with its parts such as `:id`. */
	path: string;
	/** What it does in a few words. */
	title: string;
	description: string;
	/** Whether it takes `limit` and `cursor`. */
	pages?: boolean;
	query?: Parameter[];
	headers?: Parameter[];
	/** Schemas its body may obey. */
	body?: SchemaName[];
	isBodyOptional?: boolean;
	/** By status. */
	answers: Record<string, CallAnswer>;
	/** Problems of its own; those of every call with a key come on top. */
	problems: ProblemCode[];
	/** Whether it needs no API key. */
	isPublic?: boolean;
	/** Says which key it needs, where that is not an API key of a workspace. */
	key?: 'agency';
};

/** Every call of the public API. */
export const calls = catalogue as unknown as ApiCall[];

/** Problems that every call with a key may answer. */
export const commonProblems: ProblemCode[] = [
	'missing_key',
	'malformed_key',
	'unknown_key',
	'deleted_key',
	'rate_limited',
	'unavailable',
	'disk_full',
	'internal_error',
];

/** Returns every problem that a call may answer: its own, and those that its key brings. */
export function problemsOf({ problems, isPublic, key }: ApiCall): ProblemCode[] {
	if (isPublic) return problems;
	return [...problems, ...commonProblems, key === 'agency' ? 'agency_key_needed' : 'agency_key'];
}
