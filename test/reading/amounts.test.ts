import { describe, expect, test } from 'vitest';
import { readMoney, readNumber } from '../../contract/reading';

describe('a sign or word beside an amount is a currency, or its size, or nothing we know', () => {
	test.each([
		['5k€', 5000],
		['5 M €', 5_000_000],
		['CHF 5k', 5000],
		['US $5', 5],
		['R$ 1.234,50', 1234.5],
		['$ 4,800.00 USD', 4800],
		['kr5', 5],
		['10,000円', 10_000],
		['5 dollars', 5],
		['usd 5', 5],
		['ALL 5', 5],
	])('%s is %d', (text, value) => {
		expect(readMoney(text)).toEqual({ value });
	});

	test.each([
		'top 500',
		'x$5',
		'5x$',
		'5kkr',
		'5 hours',
		'5mm',
		'~5',
		'4800-5000',
		'5/mo',
		'1_000',
	])('%s is refused', (text) => {
		expect(readMoney(text)).toHaveProperty('fault');
		expect(readNumber(text)).toHaveProperty('fault');
	});
});

describe('whole amounts that end with a dash have no decimals', () => {
	test.each(['5000.-', '5.000,-', '5.000.-', '5,000.-', "CHF 5'000.--", '5000/-'])('%s', (text) => {
		expect(readMoney(text)).toEqual({ value: 5000 });
	});

	test('so 5.5.- is refused', () => {
		expect(readMoney('5.5.-')).toHaveProperty('fault');
	});
});

test('with a known sign before decimals, every other use of it is refused', () => {
	expect(readNumber('4,800', { decimal: 'point' })).toEqual({ value: 4800 });
	expect(readNumber('4,800', { decimal: 'comma' })).toEqual({ value: 4.8 });
	expect(readMoney('4.800', { decimal: 'point' })).toEqual({ value: 4.8 });
	for (const text of ['4800.50', '1.23', '12,500.00', '5000.-'])
		expect(readNumber(text, { decimal: 'comma' })).toHaveProperty('fault');
});

test('a size moves the point exactly', () => {
	expect(readNumber('1.005k')).toHaveProperty('fault');
	expect(readNumber('1.0055k')).toEqual({ value: 1005.5 });
	expect(readMoney('1.1m')).toEqual({ value: 1_100_000 });
});

test('a number of more digits than are kept exactly is refused, decimals beyond that are not', () => {
	expect(readNumber('12345678901234567890')).toHaveProperty('fault');
	expect(readNumber('0.30000000000000004')).toEqual({ value: 0.30000000000000004 });
	expect(readMoney('1000000000000')).toHaveProperty('fault');
});

test('a text that never ends takes no time', () => {
	const start = performance.now();
	for (const text of [
		'1,'.repeat(500_000),
		'9'.repeat(1e6),
		'('.repeat(1e6),
		`${'a'.repeat(1e6)}!`,
		' '.repeat(1e6) + 'x',
	])
		expect(readMoney(text)).toHaveProperty('fault');
	expect(performance.now() - start).toBeLessThan(1000);
});
