import { expect, test } from 'vitest';
import { convert, type Notation } from '../../src/cli/import/convert';
import { delimiterOf } from '../../src/cli/import/delimiter';
import type { ValueType } from '../../src/cli/import/fields';

const point: Notation = { decimal: 'point', dates: undefined };
const comma: Notation = { decimal: 'comma', dates: undefined };
const dayFirst: Notation = { decimal: 'point', dates: 'day-first' };
const monthFirst: Notation = { decimal: 'point', dates: 'month-first' };

const values: Array<[string, ValueType, Notation, unknown]> = [
	['4800', 'number', point, 4800],
	['4800.50', 'number', point, 4800.5],
	['4,800.50', 'number', point, 4800.5],
	['1,234,567', 'number', point, 1234567],
	['1 234 567', 'number', point, 1234567],
	["1'234.5", 'number', point, 1234.5],
	['-.5', 'number', point, -0.5],
	['$4,800', 'number', point, 4800],
	['4.800,50', 'number', comma, 4800.5],
	['4800,50', 'number', comma, 4800.5],
	['1.234', 'number', comma, 1234],
	['1\u00A0234,5 €', 'number', comma, 1234.5],
	['yes', 'boolean', point, true],
	['TRUE', 'boolean', point, true],
	['0', 'boolean', point, false],
	['2026-12-01', 'date', point, '2026-12-01'],
	['2026/12/1', 'date', point, '2026-12-01'],
	['1.12.2026', 'date', point, '2026-12-01'],
	['24/12/2026', 'date', point, '2026-12-24'],
	['12/24/2026', 'date', point, '2026-12-24'],
	['03/04/2026', 'date', dayFirst, '2026-04-03'],
	['03/04/2026', 'date', monthFirst, '2026-03-04'],
	['2026-12-01', 'date_time', point, '2026-12-01T00:00:00Z'],
	['2026-12-01T09:00:00+01:00', 'date_time', point, '2026-12-01T09:00:00+01:00'],
	['Won', 'choice', point, 'won'],
	['cold email; warm ;', 'list', point, ['cold email', 'warm']],
];

test.each(values)('"%s" as %s is understood', (text, type, notation, value) => {
	expect(convert(text, type, notation)).toEqual({ value });
});

const faults: Array<[string, ValueType, Notation, string]> = [
	['much', 'number', point, '"much" is not a number here. Write it like 4800.50 or 4,800.50.'],
	['1.2.3', 'number', point, '"1.2.3" is not a number here. Write it like 4800.50 or 4,800.50.'],
	[
		'4800,50',
		'number',
		point,
		'"4800,50" is not a number here. Write it like 4800.50 or 4,800.50, or import with --decimal comma if a comma stands before the decimals in this file.',
	],
	[
		'4800.50',
		'number',
		comma,
		'"4800.50" is not a number here. Write it like 4800,50 or 4.800,50, or import with --decimal point if a point stands before the decimals in this file.',
	],
	[
		'maybe',
		'boolean',
		point,
		'"maybe" is neither yes nor no. Write true or false, yes or no, or 1 or 0.',
	],
	[
		'constructor',
		'boolean',
		point,
		'"constructor" is neither yes nor no. Write true or false, yes or no, or 1 or 0.',
	],
	['soon', 'date', point, '"soon" is not a date. Write it like 2026-12-01.'],
	['2026-02-30', 'date', point, '"2026-02-30" is not a date. Write it like 2026-12-01.'],
	[
		'03/04/2026',
		'date',
		point,
		'"03/04/2026" does not say whether the day or the month comes first. Write it like 2026-12-01, or import with --dates day-first or --dates month-first.',
	],
];

test.each(faults)('"%s" as %s is refused with a sentence', (text, type, notation, fault) => {
	expect(convert(text, type, notation)).toEqual({ fault });
});

test.each([
	['Name,Email', ','],
	['Name;Email;Note\n"a,b,c,d";x;y', ';'],
	['"Name, full";Email', ';'],
	['Name\tEmail', '\t'],
	['Name|Email', '|'],
	['Name', ','],
])('%j is separated by %j', (start, delimiter) => {
	expect(delimiterOf(start)).toBe(delimiter);
});
