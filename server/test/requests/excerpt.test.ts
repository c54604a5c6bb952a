import { describe, expect, test } from 'vitest';
import { excerpt } from '../../src/problems/excerpt';
import { faults } from '../../src/problems/validation';

const list = (count: number, entry: (index: number) => unknown) =>
	Array.from({ length: count }, (_, index) => entry(index));
const fields = (count: number, value: unknown) =>
	Object.fromEntries(list(count, (index) => [`field_${index}`, value]) as []);
const valuesIn = (value: unknown): number =>
	typeof value === 'object' && value !== null
		? Object.values(value).reduce((sum: number, inner) => sum + valuesIn(inner), 1)
		: 1;

describe('of an input with faults is looked at', () => {
	test('all of it, where it has any measure', () => {
		const input = {
			name: 'Acme',
			custom_fields: fields(900, [1, 'x', null]),
			labels: list(1001, () => 0),
		};
		expect(excerpt(input)).toEqual(input);
	});

	test.each([
		['fields', fields(100_000, 1)],
		['entries', { labels: list(100_000, () => 0) }],
		['lists in lists', list(1000, () => list(1000, () => 0))],
		[
			'lists in fields',
			{
				custom_fields: fields(
					1000,
					list(1000, () => 0),
				),
			},
		],
	])('only the beginning of too many %s', (_what, input) => {
		expect(valuesIn(excerpt(input))).toBeLessThan(25_000);
	});

	test('what belongs here, wherever it stands, so that it is not reported as missing', () => {
		const url = { url: 'https://hooks.example.com/fluid', events: ['deal.won'] };
		const found = faults('webhookInput', { ...fields(10_000, 1), ...url });
		expect(new Set(found.map(({ code }) => code))).toEqual(new Set(['unknown_field']));
	});
});

test('a fault behind everything that is looked at is reported all the same', () => {
	const custom_fields = fields(
		200,
		list(400, () => 'SaaS'),
	);
	const found = faults('dealInput', { custom_fields: { ...custom_fields, last: ['SaaS', 7] } });
	expect(found.map(({ pointer }) => pointer)).toEqual(['/custom_fields/last/1']);
});
