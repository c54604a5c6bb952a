import { exampleAnswer, examplePathParts } from '../../../contract/callExample';
import { type ApiCall, type CallAnswer, type Parameter, problemsOf } from '../../../contract/calls';
import { exampleOf, exampleProblem } from '../../../contract/exampleOf';
import { problems, type ProblemCode } from '../../../contract/problems';
import type { SchemaName } from '../../../contract/schemas';
import { anyOf, listSchema, reference } from './schemaReference';

/** Returns a call as OpenAPI writes it. */
export function apiOperation(call: ApiCall, publicUrl: string): object {
	return {
		operationId: operationId(call),
		summary: call.title,
		description: call.description,
		tags: [call.group],
		...(call.isPublic && { security: [] }),
		...(call.key === 'agency' && { security: [{ agencyKey: [] }] }),
		parameters: parameters(call),
		...(call.body && { requestBody: requestBody(call.body, call.isBodyOptional !== true) }),
		responses: { ...answers(call), ...refusals(call, publicUrl) },
	};
}

/** E.g. getApiDealsById: the method and the words of the path. */
function operationId({ method, path }: ApiCall): string {
	const words = path
		.replace(/:(\w+)/g, 'by-$1')
		.split(/\W+/)
		.filter(Boolean);
	const capitals = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
	return method.toLowerCase() + capitals.join('');
}

const paging: object[] = [
	{
		name: 'limit',
		in: 'query',
		description:
			'How many entries to return. When left out: 50, and all of them for pipelines, stages, custom fields and lead forms.',
		schema: { type: 'integer', minimum: 1, maximum: 200 },
	},
	{
		name: 'cursor',
		in: 'query',
		description: 'The next_cursor of the previous response.',
		schema: { type: 'string' },
	},
];

function parameters(call: ApiCall): object[] {
	const parts = examplePathParts(call).map(({ name, example }) => ({
		name,
		in: 'path',
		required: true,
		description: name === 'delivery' ? 'ID of the delivery.' : 'ID of what the path names.',
		schema: { type: 'string' },
		example,
	}));
	const query = (call.query ?? []).map((one) => parameter(one, 'query'));
	const headers = (call.headers ?? []).map((one) => parameter(one, 'header'));
	return [...parts, ...query, ...(call.pages ? paging : []), ...headers];
}

function parameter(one: Parameter, place: string): object {
	const { name, description, example, enum: choices, format, schema } = one;
	const own = schema
		? reference(schema)
		: { type: 'string', ...(choices && { enum: choices }), ...(format && { format }) };
	return { name, in: place, description, schema: own, example };
}

function requestBody(names: SchemaName[], required: boolean): object {
	const examples = Object.fromEntries(names.map((name) => [name, { value: exampleOf(name) }]));
	return { required, content: { 'application/json': { schema: anyOf(names), examples } } };
}

function answers(call: ApiCall): Record<string, object> {
	return Object.fromEntries(
		Object.entries(call.answers).map(([status, answer]) => [
			status,
			{
				description: answer.description,
				...(answer.location && { headers: location(answer.location) }),
				...content(answer, exampleAnswer(call, status)),
			},
		]),
	);
}

function location(path: string): object {
	const description = `Where what was created is read: ${path.replace(/:(\w+)/g, '{$1}')}.`;
	return { Location: { description, schema: { type: 'string' } } };
}

function content({ list, schemas: names, contentType }: CallAnswer, example: unknown): object {
	if (contentType) return { content: { [contentType]: {} } };
	const schemas = [...(list ? [listSchema(list)] : []), ...(names ?? []).map(reference)];
	const schema = schemas.length > 1 ? { anyOf: schemas } : schemas[0];
	return schema ? { content: { 'application/json': { schema, example } } } : {};
}

function refusals(call: ApiCall, publicUrl: string): Record<string, object> {
	const byStatus = Map.groupBy(problemsOf(call), (code) => String(problems[code].status));
	return Object.fromEntries(
		[...byStatus].map(([status, those]) => [status, refusal(those, publicUrl)]),
	);
}

function refusal(codes: ProblemCode[], publicUrl: string): object {
	const examples = codes.map((code) => [code, { value: exampleProblem(code, publicUrl) }]);
	return {
		description: codes.map((code) => problems[code].title).join(', or: '),
		content: {
			'application/problem+json': {
				schema: reference('problem'),
				examples: Object.fromEntries(examples),
			},
		},
	};
}
