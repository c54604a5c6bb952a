import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import type { CustomFieldType } from '../../contract/types';
import {
	readCustomField,
	readDate,
	readList,
	readMoment,
	readMoney,
	readNumber,
	readText,
	readWholeNumber,
	readYesNo,
} from '../../contract/reading';

const customField = (type: CustomFieldType, options: string[] = []) => ({ type, options });

describe('what is no text is read as well', () => {
	test.each<[string, unknown, unknown]>([
		['a number', readNumber(12.5), 12.5],
		['a number for money', readMoney(4800), 4800],
		['a sum with the noise of fractions', readMoney(4800.1 * 3), 14400.3],
		['the same as text', readMoney(String(4800.1 * 3)), 14400.3],
		['a number for text', readText(4711), '4711'],
		['yes and no', readYesNo(false), false],
		['1 for yes', readYesNo(1), true],
		['a date', readDate(new Date('2026-12-01T15:30:00Z')), '2026-12-01'],
		[
			'a date of a library',
			readMoment(DateTime.fromISO('2026-12-01T15:30:00Z')),
			'2026-12-01T15:30:00.000Z',
		],
		['a list', readList(['cold', ' warm ', '', null, 7]), ['cold', 'warm', '7']],
		['a list whose entries hold commas', readList(['Acme, Inc', 'warm']), ['Acme, Inc', 'warm']],
		[
			'the same of a Zap',
			readList(['cold, warm', 'hot'], { splitEntries: true }),
			['cold', 'warm', 'hot'],
		],
		[
			'options that hold commas',
			readCustomField(customField('multi_select', ['A, B', 'C']), 'a, b, c'),
			['A, B', 'C'],
		],
	])('%s', (_, reading, value) => {
		expect(reading).toEqual({ value });
	});
});

const types: CustomFieldType[] = [
	'text',
	'long_text',
	'number',
	'date',
	'boolean',
	'select',
	'multi_select',
	'url',
	'email',
	'phone',
];
const odd: unknown[] = [
	{},
	{ toString: 'x' },
	{ toJSON: 'x' },
	{ toString: () => 'yes' },
	[[]],
	[{}],
	[[['a']]],
	Object.create(null),
	Number.NaN,
	Infinity,
	new Date('soon'),
];

describe.each(types)('what is no value of a %s is a fault and never an error', (type) => {
	test.each(odd.map((value) => [value]))('%#', (value) => {
		const reading = readCustomField(customField(type, ['a']), value);
		if (Array.isArray(value) && value.flat().length === 0) return;
		expect(reading).toEqual({ fault: expect.stringMatching(/^.+\.$/) as string });
	});
});

test('what says nothing is a fault with a sentence', () => {
	expect(readNumber(' ')).toEqual({
		fault: 'An empty value is not a number. Write it like 4800 or 4800.50.',
	});
	expect(readYesNo(null)).toEqual({
		fault: 'An empty value is neither yes nor no. Write yes or no.',
	});
});

test('a number that is none is refused, not kept as text', () => {
	for (const value of [Number.NaN, Infinity]) {
		expect(readNumber(value)).toHaveProperty('fault');
		expect(readMoney(value)).toHaveProperty('fault');
	}
});

test.each<[string, unknown, string]>([
	['two readings', readNumber('4,800'), '"4,800" can be 4.8 or 4800. Write 4.8 or 4800.'],
	[
		'an amount below 0',
		readMoney('(500)'),
		'"(500)" is below 0. Write an amount from 0, e.g. 4800.',
	],
	[
		'an order that is not said',
		readDate('03/12/2026'),
		'"03/12/2026" does not say whether the day or the month comes first. Write 2026-12-03 or 2026-03-12.',
	],
	[
		'a day that does not exist',
		readDate('2026-11-31'),
		'"2026-11-31" is a day that does not exist. Write it like 2026-12-01.',
	],
	[
		'a zone that is not said',
		readMoment('2026-12-01 15:30'),
		'"2026-12-01 15:30" names no time zone. Write it like 2026-12-01T15:30:00+01:00.',
	],
	[
		'words for days',
		readWholeNumber('next week'),
		'"next week" is not a whole number. Write it like 3.',
	],
	['half a day', readWholeNumber('1.5'), '"1.5" is not a whole number. Write it like 3.'],
])('the sentence says how to write it: %s', (_, reading, fault) => {
	expect(reading).toHaveProperty('fault', fault);
});
