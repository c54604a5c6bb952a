import { expect, test } from 'vitest';
import type { CustomField, CustomFieldType } from '../../../contract/types';
import { convert, type FileNotation } from '../../src/cli/import/convert';
import { builtInFields, customFieldColumns } from '../../src/cli/import/fields';

/** A file that says nothing about its values, and one that is separated by semicolons. */
const plain: FileNotation = {};
const semicolons: FileNotation = { decimal: 'comma', isDecimalAssumed: true };
const point: FileNotation = { decimal: 'point' };
const comma: FileNotation = { decimal: 'comma' };
const dayFirst: FileNotation = { dates: 'day-first' };
const monthFirst: FileNotation = { dates: 'month-first' };
const berlin: FileNotation = { zone: 'Europe/Berlin' };

const types: CustomFieldType[] = ['number', 'date', 'boolean', 'multi_select', 'url', 'select'];
const own = types.map((type) => ({
	id: `fld_${type}`,
	key: type,
	name: type,
	type,
	options: ['A, B'],
}));
const fields = [...builtInFields(), ...customFieldColumns(own as CustomField[]).fields];

function read(text: string, path: string, notation: FileNotation) {
	const field = fields.find((each) => each.path === path);
	return convert(text, field as (typeof fields)[number], notation);
}

const values: Array<[string, string, FileNotation, unknown]> = [
	['4800', 'value', plain, 4800],
	['US$ 5,000', 'value', plain, 5000],
	["CHF 1'200.50", 'value', plain, 1200.5],
	['5000 kr', 'value', plain, 5000],
	['1.234,50 €', 'value', plain, 1234.5],
	['4,800', 'value', plain, 4800],
	['4.800', 'value', plain, 4800],
	['4800,50', 'value', plain, 4800.5],
	['4.800', 'value', point, 4.8],
	['1.234', 'value', comma, 1234],
	['1.200,50', 'value', semicolons, 1200.5],
	['1\u00A0234,5 €', 'value', semicolons, 1234.5],
	['1,200', 'custom_fields.number', point, 1200],
	['1,200', 'custom_fields.number', comma, 1.2],
	['1,200', 'custom_fields.number', semicolons, 1.2],
	['1.200', 'custom_fields.number', semicolons, 1200],
	['-.5', 'custom_fields.number', plain, -0.5],
	['3', 'reminder.in_days', plain, 3],
	['yes', 'custom_fields.boolean', plain, true],
	['0', 'custom_fields.boolean', plain, false],
	['2026-12-01 15:30', 'custom_fields.date', plain, '2026-12-01'],
	['1.12.2026', 'custom_fields.date', plain, '2026-12-01'],
	['24 Nov 2026', 'custom_fields.date', plain, '2026-11-24'],
	['03/04/2026', 'custom_fields.date', dayFirst, '2026-04-03'],
	['03/04/2026', 'custom_fields.date', monthFirst, '2026-03-04'],
	['2026-12-01', 'reminder.at', plain, '2026-12-01T00:00:00.000Z'],
	['2026-12-01', 'reminder.at', berlin, '2026-11-30T23:00:00.000Z'],
	['2026-12-01 15:30', 'reminder.at', berlin, '2026-12-01T14:30:00.000Z'],
	['2026-12-01T09:00:00+01:00', 'reminder.at', plain, '2026-12-01T08:00:00.000Z'],
	['Won', 'status', plain, 'won'],
	['eur', 'currency', plain, 'EUR'],
	['cold email; warm ;', 'labels', plain, ['cold email', 'warm']],
	['cold, warm', 'labels', plain, ['cold', 'warm']],
	['a, b, C', 'custom_fields.multi_select', plain, ['a, b', 'C']],
	['linkedin.com/in/ada', 'contact.linkedin_url', plain, 'https://linkedin.com/in/ada'],
	['example.com', 'custom_fields.url', plain, 'https://example.com'],
	['saas', 'custom_fields.select', plain, 'saas'],
];

test.each(values)('"%s" in %s is understood', (text, path, notation, value) => {
	expect(read(text, path, notation)).toEqual({ value });
});

const faults: Array<[string, string, FileNotation, string]> = [
	['much', 'value', plain, '"much" is not an amount. Write it like 4800 or 4800.50.'],
	['(500)', 'value', plain, '"(500)" is below 0. Write an amount from 0, e.g. 4800.'],
	[
		'4,800',
		'custom_fields.number',
		plain,
		'"4,800" can be 4.8 or 4800. Write 4.8 or 4800, or import with --decimal point or --decimal comma.',
	],
	[
		'4,800',
		'value',
		semicolons,
		'"4,800" can be 4.8 or 4800. Write 4.8 or 4800, or import with --decimal point or --decimal comma.',
	],
	[
		'4800,50',
		'value',
		point,
		'"4800,50" has no point before its decimals. Write it like 4800.50 or 4,800.50, or import with --decimal comma if a comma stands there in this file.',
	],
	[
		'4800.50',
		'custom_fields.number',
		semicolons,
		'"4800.50" has no comma before its decimals. Write it like 4800,50 or 4.800,50, or import with --decimal point if a point stands there in this file.',
	],
	['maybe', 'custom_fields.boolean', plain, '"maybe" is neither yes nor no. Write yes or no.'],
	['soon', 'custom_fields.date', plain, '"soon" is not a date. Write it like 2026-12-01.'],
	[
		'03/04/2026',
		'custom_fields.date',
		plain,
		'"03/04/2026" does not say whether the day or the month comes first. Write 2026-04-03 or 2026-03-04, or import with --dates day-first or --dates month-first.',
	],
	[
		'2026-12-01 15:30',
		'reminder.at',
		plain,
		'"2026-12-01 15:30" names no time zone. Write it like 2026-12-01T15:30:00+01:00, or import with their time zone, e.g. --zone Europe/Berlin.',
	],
];

test.each(faults)('"%s" in %s is refused with a sentence', (text, path, notation, fault) => {
	expect(read(text, path, notation)).toHaveProperty('fault', fault);
});
