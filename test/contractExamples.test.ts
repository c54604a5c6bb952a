import { describe, expect, test } from 'vitest';
import type { Schema } from '../contract/bundle';
import { calls } from '../contract/calls';
import { eventNames, events } from '../contract/events';
import { exampleOf } from '../contract/exampleOf';
import { sampleEvent } from '../contract/sample';
import { schemas, type SchemaName } from '../contract/schemas';
import { faults } from '../server/src/problems/validation';
import { disobeys } from './support/declared';

const names = Object.keys(schemas) as SchemaName[];
const isAnswer = (name: SchemaName) => !/Input$|Change$|^new|blueprint/.test(name);

describe('an example', () => {
	test.each(names)('of %s obeys it', (name) => {
		const { examples = [exampleOf(name)] } = schemas[name] as Schema as { examples?: unknown[] };
		expect(examples.length).toBeGreaterThan(0);
		for (const example of examples) {
			expect(example).toBeDefined();
			expect(faults(name, example)).toEqual([]);
			if (isAnswer(name)) expect(disobeys(name, example)).toBeUndefined();
		}
	});

	test('with one thing broken obeys no longer', () => {
		const { name: _name, ...nameless } = exampleOf('deal') as Record<string, unknown>;
		expect(disobeys('deal', nameless)).toContain('name');
		expect(disobeys('event', { ...sampleEvent('deal.won'), type: 'deal.win' })).toBeDefined();
		expect(
			disobeys('deal', { ...nameless, name: 'Acme', created_at: '2026-11-24T09:30:00Z' }),
		).toContain('created_at');
	});
});

describe('the sample of an event', () => {
	test.each(eventNames)('%s obeys the schema and carries what the catalogue says', (type) => {
		const sample = sampleEvent(type);
		expect(disobeys('event', sample)).toBeUndefined();
		expect(sample.type).toBe(type);
		expect(Object.keys(sample.data)).toEqual(events[type].data);
	});

	test.each(eventNames)(
		'%s names what changed, and the old values are others than the new ones',
		(type) => {
			const { previous, changed_fields, data } = sampleEvent(type);
			const object = (data.deal ?? data.contact ?? {}) as Record<string, unknown>;
			expect(changed_fields).toEqual(Object.keys(previous ?? {}));
			for (const [name, old] of Object.entries(previous ?? {})) {
				expect(Object.keys(object)).toContain(name);
				expect(object[name]).not.toEqual(old);
			}
			expect(previous === null).toBe(/\.(created|deleted|submitted)$/.test(type));
		},
	);

	test.each(eventNames)('%s is in the pipeline and stage of its deal or form', (type) => {
		const { pipeline_id, stage_id, data } = sampleEvent(type);
		const placed = data.deal ?? data.form;
		expect([pipeline_id, stage_id]).toEqual([
			placed?.pipeline_id ?? null,
			placed?.stage_id ?? null,
		]);
	});
});

describe('an event', () => {
	test.each(eventNames)('%s has a title, a sentence and filters that exist', (type) => {
		const { title, description, data, filters } = events[type];
		expect(title).toMatch(/^([A-Z][a-z]+ ?)+$/);
		expect(description).toMatch(/^Triggers when .*\.$/);
		expect(data.length).toBeGreaterThan(0);
		for (const filter of filters)
			expect(Object.keys(schemas.webhookFilters.properties)).toContain(filter);
	});
});

test('no two events say as much of a change', () => {
	const all = Object.values(events).map(({ specificity }) => specificity);
	expect(new Set(all).size).toBe(all.length);
});

describe('a call', () => {
	test.each(calls.map((call) => [`${call.method} ${call.path}`, call] as const))(
		'%s names only schemas that exist, and takes its own examples',
		(_name, { body = [], answers, query = [] }) => {
			for (const name of [
				...body,
				...Object.values(answers).flatMap(({ schemas: those = [], list }) => [
					...those,
					...(list ? [list] : []),
				]),
			])
				expect(Object.keys(schemas)).toContain(name);
			for (const { enum: choices, example } of query)
				if (choices) expect(choices).toContain(example);
		},
	);

	test('stands once in the list', () => {
		const all = calls.map(({ method, path }) => `${method} ${path}`);
		expect(new Set(all).size).toBe(all.length);
	});
});
