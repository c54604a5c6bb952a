import { expect, test } from 'vitest';
import { liveRules, type Results } from './rules/live.ts';

const deal = () => ({
	id: 'deal_1',
	value: 4800,
	contact: { email: 'ada@example.com' },
	created_at: '2026-11-24T09:30:00.000Z',
});

const valid = (): Results & Record<'live' | 'listed' | 'sample', Record<string, unknown>> => ({
	sample: deal(),
	outputFields: [
		{ key: 'id', type: 'string', required: true },
		{ key: 'value', type: 'number' },
		{ key: 'contact__email', type: 'string' },
	],
	live: { ...deal(), source: 'Smartlead' },
	listed: deal(),
});

type Breaks = (results: ReturnType<typeof valid>) => void;

/** For each rule, the ways to break it; a result that lacks what two places promise breaks two rules. */
const faults: Array<[ids: string, way: string, breaks: Breaks]> = [
	[
		'T002',
		'an entry without id',
		(results) => {
			results.isPolling = true;
			results.sample = results.listed = results.live = { name: 'Sales' };
			results.outputFields = [];
		},
	],
	['T003', 'a date as people write it', ({ live }) => (live.created_at = '24 Nov 2026')],
	['T004', 'a key only the sample has', ({ sample }) => (sample.score = 9)],
	[
		'T004',
		'a key inside another that only the sample has',
		({ sample }) => (sample.contact = { phone: '1' }),
	],
	['T005', 'a text where a number is promised', ({ live }) => (live.value = '4800')],
	['T004 T005 T006', 'a result without what is required', ({ live }) => delete live.id],
	['T006', 'a key only the test in the editor has', ({ listed }) => (listed.score = 9)],
	[
		'Z001',
		'a test in the editor with a text where a number is promised',
		({ listed }) => (listed.value = '4800'),
	],
	['Z001', 'a test in the editor without what is required', ({ listed }) => delete listed.id],
];

const rulesBrokenBy = (results: Results) =>
	Object.entries(liveRules)
		.filter(([, rule]) => rule.faults(results).length > 0)
		.map(([id]) => id);

test('results that keep all promises break no rule', () => {
	expect(rulesBrokenBy(valid())).toEqual([]);
});

test.each(faults)('%s catches %s', (ids, _, breaks) => {
	const results = valid();
	breaks(results);
	expect(rulesBrokenBy(results)).toEqual(ids.split(' '));
});

test('each rule is broken by one of these', () => {
	expect(new Set(faults.flatMap(([ids]) => ids.split(' ')))).toEqual(
		new Set(Object.keys(liveRules)),
	);
});
