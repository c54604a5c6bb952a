import { describe, expect, test } from 'vitest';
import { asAmount, asNumber } from '../src/fields/numbers';
import { asCustomFieldValue, asMoment } from '../src/fields/values';

describe('the value of a deal', () => {
	test.each([
		[4800, 4800],
		['4800', 4800],
		['4800.50', 4800.5],
		['4800,50', 4800.5],
		['1,234.50', 1234.5],
		['1.234,50', 1234.5],
		["1'234.50", 1234.5],
		['1,234', 1234],
		['1,234,567', 1234567],
		['1.234.567', 1234567],
		['€ 1.000', 1000],
		['1.000 €', 1000],
		['$1,234.50', 1234.5],
		['US$ 4800', 4800],
		['EUR 4.800,00', 4800],
		['4800.00 usd', 4800],
		['€ 12', 12],
		['0', 0],
	])('%j is taken for %d', (given, amount) => {
		expect(asAmount(given)).toBe(amount);
	});

	test.each(['1.000', 'a lot', '12 apples', '1,23,4', '', '€'])(
		'%j could be something else, and is left for Fluid to refuse',
		(given) => {
			expect(asAmount(given)).toBe(given);
		},
	);
});

describe('a number in a custom field', () => {
	test.each([
		['12.5', 12.5],
		['12,5', 12.5],
		['1.234', 1.234],
		['1.234,5', 1234.5],
		['1 234', 1234],
	])('%j is taken for %d', (given, number) => {
		expect(asNumber(given)).toBe(number);
	});

	test('that may be thousands or decimals is left for Fluid to refuse', () => {
		expect(asNumber('1,234')).toBe('1,234');
	});
});

describe('a custom field', () => {
	test.each([
		['2026-12-01T00:00:00+01:00', '2026-12-01'],
		['2026-12-01 09:00', '2026-12-01'],
		['2026-12-01', '2026-12-01'],
		['Tuesday', 'Tuesday'],
	])('for a date takes %j as %j', (given, date) => {
		expect(asCustomFieldValue('date', given)).toBe(date);
	});

	test.each(['constructor', 'toString'])('for yes or no leaves %j as it is', (given) => {
		expect(asCustomFieldValue('boolean', given)).toBe(given);
	});
});

describe('a moment', () => {
	test.each([
		['2026-12-01T09:00:00Z', '2026-12-01T09:00:00Z'],
		['2026-12-01 09:00 +0100', '2026-12-01T09:00:00+01:00'],
		['2026-12-01 09:00:30 UTC', '2026-12-01T09:00:30Z'],
		['next Monday', 'next Monday'],
	])('%j is sent as %j', (given, moment) => {
		expect(asMoment(given)).toBe(moment);
	});
});
