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
	test.each([[''], ['  '], [null], [undefined], [Number.NaN], [[]]])('%j', (empty) => {
		expect(toFluid(field('text'), empty, LONDON)).toBeUndefined();
		expect(toCustomField(customField('text'), empty, LONDON)).toBeUndefined();
	});

	test.each([[0], [false]])('but not %j', (value) => {
		expect(toCustomField(undefined, value, LONDON)).toBe(value);
	});
});

describe('a value takes the form that Fluid expects', () => {
	test.each<[string, FieldType, unknown, unknown]>([
		['a number as text', 'text', 4711, '4711'],
		['a text with spaces around it', 'text', ' Acme ', 'Acme'],
		['a number written as text', 'number', '4800.50', 4800.5],
		['what is no number, for Fluid to say so', 'number', 'a lot', 'a lot'],
		['yes', 'boolean', 'Yes', true],
		['one for true', 'boolean', 1, true],
		['words with commas', 'list', 'cold email, hot', ['cold email', 'hot']],
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
