import { beforeAll, describe, expect, test } from 'vitest';
import type { Schema } from '../../../contract/bundle';
import { calls } from '../../../contract/calls';
import { hasOptions } from '../../../contract/customFieldTypes';
import { exampleOf } from '../../../contract/exampleOf';
import { target } from '../../../contract/references';
import { schemas, type SchemaName } from '../../../contract/schemas';
import type { CustomFieldType, Problem } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';

type Path = Array<string | number>;

/** What programs send by mistake, as JSON. */
const odd = [
	...['null', 'true', '0', '-1', '1.5', '1e308', '-1e999', '12345678901234567890'],
	...['""', '" "', '"\\u0000"', '"\\ud83c"', '"__proto__"', '"constructor"', '"2026-13-45"'],
	...['[]', '[[]]', '[null]', '[0, "x", true]', '[{"toString": "x"}]', '{}', '{"": ""}'],
	...['{"toString": "x"}', '{"valueOf": {}, "toString": null}', '{"__proto__": {"email": 1}}'],
	...['{"toJSON": 1, "then": "x"}', '{"length": -1, "0": "a"}'],
];

const json = { 'Content-Type': 'application/json' };
const ODD = '"what is odd"';

const fluid = fluidForFile();
const ids: Record<string, string> = {};

beforeAll(async () => {
	for (const type of schemas.customFieldType.enum as CustomFieldType[])
		await fluid.addCustomField({
			key: type,
			name: `Of type ${type}`,
			type,
			options: hasOptions(type) ? ['SaaS', 'Retail'] : [],
		});
	const webhook = await fluid.post('/api-webhooks', {
		url: `${fluid.url}/nowhere`,
		events: ['deal.won'],
	});
	ids['/api-webhooks'] = webhook.body.id;
	ids['/api-contacts'] = (await fluid.post('/api-contacts', { name: 'Ada' })).body.id;
	ids['/api-deals'] = (await fluid.deal({ name: 'Acme' })).id;
});

/** Every place of a body, those inside objects and lists as well. */
function placesOf(schema: Schema): Path[] {
	if (typeof schema.$ref === 'string') return placesOf(target(schema.$ref));
	const branches = ((schema.anyOf ?? []) as Schema[]).flatMap(placesOf);
	const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
	const inside = properties.flatMap(([name, property]) =>
		[[], ...placesOf(property)].map((path) => [name, ...path]),
	);
	const entries = schema.items ? [[], ...placesOf(schema.items as Schema)] : [];
	const ofOwn = schema.additionalProperties ? schemas.customFieldType.enum : [];
	const all = [
		...branches,
		...inside,
		...entries.map((path) => [0, ...path]),
		...ofOwn.map((key) => [key]),
	];
	return [...new Map(all.map((path) => [path.join('/'), path])).values()];
}

/** A body as text with an odd value at a place. */
function bodyWith(base: object, path: Path, value: string): string {
	const body = structuredClone(base) as Record<string, unknown>;
	let inside: Record<string | number, unknown> = body;
	path.forEach((name, index) => {
		const next = path[index + 1];
		if (next === undefined) inside[name] = JSON.parse(ODD) as string;
		else if (typeof inside[name] !== 'object' || inside[name] === null)
			inside[name] = typeof next === 'number' ? [] : {};
		inside = inside[name] as Record<string, unknown>;
	});
	return JSON.stringify(body).replace(ODD, () => value);
}

const bodies = calls.flatMap((call) => (call.body ?? []).map((name) => ({ call, name })));
const isBulk = (name: SchemaName) => name.startsWith('bulk');
const singles = bodies.filter(({ name }) => !isBulk(name));
const places = singles.flatMap(({ call, name }) =>
	placesOf(schemas[name] as Schema).map(
		(path) => [`${call.method} ${call.path}`, path.join('.'), { call, name, path }] as const,
	),
);

/** Faultless, and about nothing that is there already. */
const basics: Partial<Record<SchemaName, object>> = {
	dealInput: { name: 'Acme website' },
	newContact: { name: 'Ada Lovelace' },
	webhookInput: { url: 'http://127.0.0.1:1/nowhere', events: ['deal.won'] },
	webhookChange: { url: 'http://127.0.0.1:1/nowhere' },
};
const baseOf = (name: SchemaName) => basics[name] ?? (exampleOf(name) as object);
const pathOf = (path: string) =>
	path.replace(/:\w+/, () => ids[/^\/[^/]+/.exec(path)?.[0] ?? ''] as string);

test('every field of every body of the contract is driven', () => {
	expect(new Set(places.map(([call]) => call)).size).toBeGreaterThanOrEqual(7);
	expect(places.length).toBeGreaterThan(120);
	const names = places.map(([call, place]) => `${call} ${place}`);
	for (const name of [
		'contact.email',
		'on_create.company.domain',
		'custom_fields.date',
		'labels.0',
	])
		expect(names).toContain(`POST /api-ingest ${name}`);
});

describe('odd values are never our error', () => {
	test.each(places)('%s, %s', async (_call, _place, { call, name, path }) => {
		const send = async (value: string) => {
			const body = bodyWith(baseOf(name), path, value);
			const answer = await fluid.call(call.method, pathOf(call.path), body, json);
			expect([body, answer.status < 500]).toEqual([body, true]);
			const { errors = [] } = answer.body as Problem;
			for (const { pointer, detail } of errors) {
				expect(pointer).toMatch(/^(\/|$)/);
				expect(detail).toMatch(/^\S.*[.?]$/s);
			}
		};
		await Promise.all(odd.map(send));
	});
});

describe('odd values between two others fail alone', () => {
	const lists: Array<[string, string, SchemaName]> = [
		['/api-ingest', 'deals', 'dealInput'],
		['/api-contacts', 'contacts', 'newContact'],
	];
	const each = lists.flatMap(([path, list, name]) =>
		[[], ...placesOf(schemas[name] as Schema)].map(
			(place) => [path, place.join('.'), { list, name, place }] as const,
		),
	);

	test.each(each)('%s, %s', async (path, _place, { list, name, place }) => {
		const texts = odd.flatMap((value) => {
			const broken = place.length === 0 ? value : bodyWith(baseOf(name), place, value);
			const sound = JSON.stringify(baseOf(name));
			return [sound, broken, sound];
		});
		const { status, body } = await fluid.post(path, `{"${list}": [${texts.join()}]}`, json);
		expect([200, 207]).toContain(status);
		type Result = { index: number; action: string; problem?: Problem };
		for (const { index, action, problem } of body.results as Result[]) {
			if (index % 3 !== 1) expect([index, action]).toEqual([index, 'created']);
			else expect([texts[index], (problem?.status ?? 200) < 500]).toEqual([texts[index], true]);
		}
	});
});

describe('odd values in a query are never our error', () => {
	const lists = calls.filter(({ method, isPublic }) => method === 'GET' && !isPublic);

	test.each(lists.map((call) => [call.path, call] as const))('GET %s', async (path, call) => {
		const names = [...(call.query ?? []).map(({ name }) => name), 'limit', 'cursor', 'constructor'];
		const values = ['', '%00', '%', '%FF', '-1', '[object Object]', '1&limit=1'];
		for (const name of names)
			for (const value of values)
				expect((await fluid.get(`${pathOf(path)}?${name}=${value}`)).status).toBeLessThan(500);
	});
});
