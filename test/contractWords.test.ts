import { execFileSync } from 'node:child_process';
import Ajv2020 from 'ajv/dist/2020';
import { describe, expect, test } from 'vitest';
import type { Schema } from '../contract/bundle';
import { calls } from '../contract/calls';
import { problems, type ProblemCode } from '../contract/problems';
import { schemas } from '../contract/schemas';

type Labelled = { place: string; title: unknown; description: unknown };

/** Every property of every schema but those that only refer to another one. */
function labelled(schema: Schema, place: string): Labelled[] {
	const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
	const inItems = schema.items ? labelled(schema.items as Schema, `${place}[]`) : [];
	const inside = properties.flatMap(([name, property]) => labelled(property, `${place}.${name}`));
	const own = properties
		.filter(([, property]) => !property.$ref)
		.map(([name, { title, description }]) => ({ place: `${place}.${name}`, title, description }));
	return [...own, ...inside, ...inItems];
}

const fields = Object.entries(schemas).flatMap(([name, schema]) =>
	labelled(schema as Schema, name),
);
const unlike = (rule: (field: Labelled) => boolean) =>
	fields.filter((field) => !rule(field)).map(({ place }) => place);

const SMALL_WORDS = 'a|an|and|at|by|for|from|in|of|on|or|the|to|with';
const WORD = `(?:[A-Z][A-Za-z0-9]*|${SMALL_WORDS})`;
const TITLE_CASE = new RegExp(`^[A-Z][A-Za-z0-9]*(?: ${WORD})*$`);

describe('a label or help text', () => {
	test('stands at every field', () => {
		expect(fields.length).toBeGreaterThan(150);
		expect(unlike(({ title, description }) => Boolean(title && description))).toEqual([]);
	});

	test('is title case, as n8n and Zapier write labels', () => {
		expect(unlike(({ title }) => TITLE_CASE.test(String(title)))).toEqual([]);
	});

	test('says ID and URL, not Id, id or Url', () => {
		expect(
			unlike(
				({ title, description }) =>
					!/(?<!-)\b(id|ids|Id|Ids|url|Url|json|Json)\b/.test(`${title} ${description}`),
			),
		).toEqual([]);
	});

	test('is a sentence that begins large and ends with a full stop', () => {
		expect(unlike(({ description }) => /^[A-Z0-9].*[\w)/]\.$/.test(String(description)))).toEqual(
			[],
		);
	});

	test('says more than the label', () => {
		const plain = (text: unknown) =>
			String(text)
				.toLowerCase()
				.replace(/[^a-z ]/g, '')
				.replace(/^(the|a|an) /, '');
		expect(unlike(({ title, description }) => plain(title) !== plain(description))).toEqual([]);
	});
});

describe('a schema', () => {
	// The service takes them as checked: it would be ready later else.
	test.each(Object.entries(schemas))(
		'is one by the rules of JSON Schema 2020-12: %s',
		(_name, schema) => {
			const ajv = new Ajv2020();
			expect([ajv.validateSchema(schema), ajv.errorsText()]).toEqual([true, 'No errors']);
		},
	);

	test('has a title and a sentence of its own', () => {
		for (const { $id, title, description } of Object.values(schemas)) {
			expect($id).toMatch(/^[a-z-]+\.schema\.json$/);
			expect([$id, title]).toEqual([$id, expect.stringMatching(/^[A-Z][A-Za-z]+$/)]);
			expect([$id, description]).toEqual([$id, expect.stringMatching(/^[A-Z].*\.$/)]);
		}
	});
});

describe('a problem', () => {
	const ADVICE =
		/\b(Add|Free|Load|Leave|Send|Copy|Check|Create|List|Use|Name|Wait|Update|See|Correct|Delete|Try|create|list)\b/;

	test.each(Object.keys(problems) as ProblemCode[])(
		'%s says in its last sentence what to do next',
		(code) => {
			const { status, title, detail } = problems[code];
			const last = detail.split(/(?<=\.) /).at(-1);
			expect(last).toMatch(ADVICE);
			expect(detail).toMatch(/^[A-Z].*\.$/);
			expect(title).toMatch(/^[A-Z][^.]*[A-Za-z]$/);
			expect(status).toBeGreaterThanOrEqual(400);
		},
	);
});

describe('a call', () => {
	test.each(calls.map((call) => [`${call.method} ${call.path}`, call] as const))(
		'%s is described in sentences',
		(_name, call) => {
			expect(call.title).toMatch(/^[A-Z][^.]*$/);
			const sentences = [
				call,
				...(call.query ?? []),
				...(call.headers ?? []),
				...Object.values(call.answers),
			].map(({ description }) => description);
			for (const sentence of sentences) expect(sentence).toMatch(/^([A-Z]|true ).*\.$/);
		},
	);
});

test.each([
	['types.ts and the schemas that follow from others', 'contract/generate.mjs'],
	['the lists in docs', 'scripts/generateDocs.mjs'],
])('what follows from the contract is as fresh as it: %s', (_, script) => {
	const check = () => execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' });
	expect(check).not.toThrow();
});
