import Ajv2020 from 'ajv/dist/2020';
import { describe, expect, test } from 'vitest';
import type { Schema } from '../contract/bundle';
import { calls } from '../contract/calls';
import { target } from '../contract/references';
import { schemas, type SchemaName } from '../contract/schemas';

const names = Object.keys(schemas) as SchemaName[];
const bodies = [...new Set(calls.flatMap(({ body = [] }) => body)), 'blueprint' as const];

/** Every schema inside a schema, what its references lead to included, with its place. */
function parts(schema: Schema, place: string): Array<[string, Schema]> {
	const inside = Object.entries(schema).flatMap(([keyword, value]) => {
		const at = `${place}.${keyword}`;
		if (keyword === '$ref') return parts(target(value as string), at);
		if (keyword === 'examples' || typeof value !== 'object' || value === null) return [];
		return parts(value as Schema, at);
	});
	return [[place, schema], ...inside];
}

const inBodies = bodies.flatMap((name) => parts(schemas[name] as Schema, name));
const unlike = (rule: (schema: Schema) => boolean) =>
	inBodies.filter(([, schema]) => !rule(schema)).map(([place]) => place);

/** What the validator does with a schema, as it wrote it. */
function written(schema: object): string {
	const ajv = new Ajv2020({
		allErrors: true,
		code: { source: true },
		strict: false,
		validateFormats: false,
	});
	for (const each of Object.values(schemas)) ajv.addSchema(each);
	return ajv.compile(schema).source?.validateCode ?? '';
}

/** How the validator begins to compare every entry of a list with every other. */
const EACH_WITH_EACH = /outer\d+:\s*for/;

describe('what a schema costs grows with the input and not with its square', () => {
	test.each(names)('%s compares no entries of a list each with each', (name) => {
		expect(written({ ...schemas[name], $id: 'examined' })).not.toMatch(EACH_WITH_EACH);
	});

	test('unlike lists without entries twice whose type is said elsewhere', () => {
		const items = { $ref: 'event-name.schema.json' };
		const list = (more: object) =>
			written({ type: 'array', uniqueItems: true, items: { ...items, ...more } });
		expect(list({})).toMatch(EACH_WITH_EACH);
		expect(list({ type: 'string' })).not.toMatch(EACH_WITH_EACH);
	});

	test('as every list in a body has a most', () => {
		const isList = ({ type }: Schema) => [type].flat().includes('array');
		const ofAnswers = /^blueprintOutcome/;
		const endless = unlike((schema) => !isList(schema) || schema.maxItems !== undefined);
		expect(endless.filter((place) => !ofAnswers.test(place))).toEqual([]);
	});

	test('as every text whose form is looked at has a length', () => {
		const isRead = ({ format }: Schema) => ['email', 'web-address'].includes(String(format));
		expect(unlike((schema) => !isRead(schema) || schema.maxLength !== undefined)).toEqual([]);
	});

	test('as no pattern repeats what repeats something, and none looks for its beginning', () => {
		const isPlain = (pattern: string) =>
			!/\([^)]*[*+}][^)]*\)[*+{]/.test(pattern) && (pattern.startsWith('^') || pattern === '\\S');
		expect(unlike(({ pattern }) => typeof pattern !== 'string' || isPlain(pattern))).toEqual([]);
	});
});
