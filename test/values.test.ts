import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import type { FieldType } from '../contract/fields';
import type { CustomFieldType } from '../contract/types';
import { toCustomField, toFluid } from '../nodes/Fluid/values';

const LONDON = 'Europe/London';

const field = (type: FieldType) => ({
	key: 'field',
	label: 'Field',
	help: '',
	type,
	required: false,
	choices: [],
	isClearable: true,
	fields: [],
});
const customField = (type: CustomFieldType, options: string[] = []) => ({
	id: 'fld_1',
	key: 'field',
	name: 'Field',
	type,
	options,
	required: false,
	pipeline_id: 'pip_1',
});

describe('what is empty is left out', () => {
	test.each([[''], ['  '], [null], [undefined], [[]]])('%j', (empty) => {
		expect(toFluid(field('text'), empty, LONDON)).toBeUndefined();
		expect(toCustomField(customField('text'), empty, LONDON)).toBeUndefined();
	});

	test.each([[0], [false]])('but not %j', (value) => {
		expect(toCustomField(undefined, value, LONDON)).toBe(value);
	});
});

describe('what a broken expression gives is refused with the name of its field, for JSON would clear it', () => {
	test.each<[string, unknown]>([
		['a sum with a missing number', Number.NaN],
		['a division by nothing', Infinity],
		['a date of a text that is none', new Date('soon')],
		['the same by Luxon', DateTime.fromISO('soon')],
		['a list with one of these', ['hot', Number.NaN]],
	])('%s', (_, value) => {
		const sentence = /^Field is ".+" for this item: its expression went wrong\. Correct it/;

		expect(() => toFluid(field('text'), value, LONDON)).toThrow(sentence);
		expect(() => toCustomField(customField('number'), value, LONDON)).toThrow(sentence);
	});
});

describe('a value takes the form that Fluid expects', () => {
	test.each<[string, FieldType, unknown, unknown]>([
		['a number as text', 'text', 4711, '4711'],
		['a text with spaces around it', 'text', ' Acme ', 'Acme'],
		['a number written as text', 'number', '4800.50', 4800.5],
		['what is no number, for Fluid to say so', 'number', 'a lot', 'a lot'],
		['a number too large to be one, for Fluid to say so', 'number', '1e999', '1e999'],
		['yes', 'boolean', 'Yes', true],
		['what is neither yes nor no, for Fluid to say so', 'boolean', 'constructor', 'constructor'],
		['one for true', 'boolean', 1, true],
		['words with commas', 'list', 'cold email, hot', ['cold email', 'hot']],
		['a list within a text', 'list', '["cold email","hot, hot"]', ['cold email', 'hot, hot']],
		['a list with a gap', 'list', ['hot', '', null], ['hot']],
		[
			'a time of the zone in summer',
			'date_time',
			'2026-07-01T09:00:00',
			'2026-07-01T08:00:00.000Z',
		],
		[
			'a time with its own zone',
			'date_time',
			'2026-07-01T09:00:00+02:00',
			'2026-07-01T07:00:00.000Z',
		],
		['what is no time, for Fluid to say so', 'date_time', 'soon', 'soon'],
		['JSON as text', 'object', '{"a":1}', { a: 1 }],
	])('%s', (_, type, value, expected) => {
		expect(toFluid(field(type), value, LONDON)).toEqual(expected);
	});

	test.each<[string, FieldType, unknown]>([
		['an American one', 'date_time', '12/01/2026 09:00'],
		['one in words', 'date_time', 'Dec 1, 2026 9:00 AM'],
		['one in words with its own zone', 'date_time', 'Dec 1, 2026 14:00 GMT'],
		['one with slashes', 'date_time', '2026/12/01 09:00'],
		['one with dots, its day first', 'date_time', '1.12.2026 09:00'],
	])('a time in the zone of the workflow, wherever n8n runs: %s', (_, type, value) => {
		expect(toFluid(field(type), value, 'America/New_York')).toBe('2026-12-01T14:00:00.000Z');
	});

	test.each(['Pacific/Auckland', 'America/New_York'])(
		'a day in words is that day in %s',
		(zone) => {
			expect(toCustomField(customField('date'), 'December 1, 2026', zone)).toBe('2026-12-01');
			expect(toCustomField(customField('date'), '12/01/2026', zone)).toBe('2026-12-01');
		},
	);

	test.each([
		['a text', '2026-12-01T00:00:00.000Z'],
		['a text without seconds', '2026-12-01T00:00Z'],
		['a text with an offset', '2026-12-01T00:00:00+00:00'],
		['a Date', new Date('2026-12-01')],
	])('midnight in UTC is that day west of Greenwich too: %s', (_, value) => {
		expect(toCustomField(customField('date'), value, 'America/New_York')).toBe('2026-12-01');
	});

	test('an evening that is midnight in UTC is its own day where it names its zone', () => {
		const evening = DateTime.fromISO('2026-11-30T19:00:00', { zone: 'America/New_York' });

		expect(toCustomField(customField('date'), evening, 'America/New_York')).toBe('2026-11-30');
	});

	test.each<[string, CustomFieldType, unknown, unknown]>([
		['a day', 'date', '2026-12-01', '2026-12-01'],
		['a day of the picker', 'date', '2026-12-01T00:00:00', '2026-12-01'],
		['a moment: the day it is in the zone', 'date', '2026-06-30T23:30:00Z', '2026-07-01'],
		['an American day', 'date', '12/01/2026', '2026-12-01'],
		['what is no day, for Fluid to say so', 'date', 'soon', 'soon'],
		['a number for a text', 'phone', 442079460018, '442079460018'],
		['several options', 'multi_select', 'SaaS,Retail', ['SaaS', 'Retail']],
		['false', 'boolean', 'FALSE', false],
	])('custom field: %s', (_, type, value, expected) => {
		expect(toCustomField(customField(type), value, LONDON)).toEqual(expected);
	});
});
