import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import type { FieldType } from '../contract/fields';
import type { CustomFieldType } from '../contract/types';
import { toCustomField, toFluid } from '../nodes/Fluid/values';

const NEW_YORK = { zone: 'America/New_York', isFirstVersion: false };
const FIRST = { ...NEW_YORK, isFirstVersion: true };

const field = (type: FieldType) => ({
	key: 'field',
	label: 'Field',
	help: '',
	type,
	required: false,
	choices: [
		{ value: 'open', label: 'Open' },
		{ value: 'won', label: 'Won' },
	],
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
	test.each([[''], ['  '], [null], [undefined], [[]], ['\u200b']])('%j', (empty) => {
		expect(toFluid(field('text'), empty, NEW_YORK)).toBeUndefined();
		expect(toCustomField(customField('text'), empty, NEW_YORK)).toBeUndefined();
	});

	test.each([[0], [false]])('but not %j', (value) => {
		expect(toCustomField(undefined, value, NEW_YORK)).toBe(value);
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
		const sentence = /^Field is ".+" for this item: its expression failed\. Correct it/;

		for (const how of [NEW_YORK, FIRST]) {
			expect(() => toFluid(field('text'), value, how)).toThrow(sentence);
			expect(() => toCustomField(customField('number'), value, how)).toThrow(sentence);
		}
	});
});

describe('a value is read as people write it', () => {
	test.each<[string, FieldType, unknown, unknown]>([
		['a number for a text', 'text', 4711, '4711'],
		['money', 'money', '$4,800', 4800],
		['a choice in other letters', 'choice', ' Won ', 'won'],
		[
			'a web address without its beginning',
			'web_address',
			'linkedin.com/in/ada',
			'https://linkedin.com/in/ada',
		],
		['labels with semicolons', 'list', 'cold; warm', ['cold', 'warm']],
		[
			'a time in the zone of the workflow',
			'date_time',
			'1.12.2026 09:00',
			'2026-12-01T14:00:00.000Z',
		],
		[
			'a time by Luxon',
			'date_time',
			DateTime.fromISO('2026-12-01T14:00:00Z'),
			'2026-12-01T14:00:00.000Z',
		],
	])('%s', (_, type, value, expected) => {
		expect(toFluid(field(type), value, NEW_YORK)).toEqual(expected);
	});

	test.each<[string, CustomFieldType, unknown, unknown]>([
		['yes', 'boolean', 'Y', true],
		['a number', 'number', "1'200.50", 1200.5],
		['options in other letters', 'multi_select', 'a, b, saas', ['A, B', 'SaaS']],
		[
			'the day of a moment in the zone of the workflow',
			'date',
			'2026-12-01T03:00:00Z',
			'2026-11-30',
		],
	])('custom field: %s', (_, type, value, expected) => {
		const options = ['A, B', 'SaaS'];
		expect(toCustomField(customField(type, options), value, NEW_YORK)).toEqual(expected);
	});
});

describe('what is unclear or wrong is refused with the name of its field, in every version', () => {
	test.each<[FieldType, unknown, string]>([
		['date_time', '03/12/2026 10:00', 'does not say whether the day or the month comes first'],
		['date_time', '29.02.2027', 'is a day that does not exist'],
		['money', 'a lot', 'is not an amount'],
		['integer', 'next week', 'is not a whole number'],
		['text', {}, 'An object is not text'],
	])('%s: %j', (type, value, sentence) => {
		for (const how of [NEW_YORK, FIRST]) {
			const reading = () => toFluid(field(type), value, how);
			expect(reading).toThrow(/^Field: /);
			expect(reading).toThrow(sentence);
		}
	});

	test.each(['03/12/2026', '01-12-2026', '2026-11-31'])('custom date: %s', (value) => {
		for (const how of [NEW_YORK, FIRST]) {
			expect(() => toCustomField(customField('date'), value, how)).toThrow(/^Field: ".+" /);
		}
	});
});

describe('a step of the first version reads as it did', () => {
	test.each<[string, FieldType, unknown, unknown, unknown]>([
		['three decimals', 'money', '4.800', 4.8, 4800],
		['a power of ten', 'number', '1e3', 1000, undefined],
		[
			'a semicolon in a label',
			'list',
			'cold; warm, hot',
			['cold; warm', 'hot'],
			['cold', 'warm, hot'],
		],
	])('%s', (_, type, value, first, second) => {
		expect(toFluid(field(type), value, FIRST)).toEqual(first);
		const now = () => toFluid(field(type), value, NEW_YORK);
		if (second === undefined) expect(now).toThrow();
		else expect(now()).toEqual(second);
	});

	test.each([
		['a text', '2026-12-01T00:00:00+01:00'],
		['a date by Luxon', DateTime.fromISO('2026-12-01', { zone: 'Europe/Berlin' })],
	])('midnight elsewhere is the day it is in the zone of the workflow: %s', (_, value) => {
		expect(toCustomField(customField('date'), value, FIRST)).toBe('2026-11-30');
		expect(toCustomField(customField('date'), value, NEW_YORK)).toBe('2026-12-01');
	});

	test.each(['2026-12-01T00:00:00.000Z', '2026-12-01T00:00Z', new Date('2026-12-01')])(
		'midnight in UTC is that day: %s',
		(value) => {
			for (const how of [FIRST, NEW_YORK])
				expect(toCustomField(customField('date'), value, how)).toBe('2026-12-01');
		},
	);
});
