import { beforeAll, describe, expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';

const fluid = fluidForFile();

beforeAll(async () => {
	await fluid.addCustomField({
		key: 'markets',
		name: 'Markets',
		type: 'multi_select',
		options: ['DACH', 'Benelux'],
	});
});

const json = { 'Content-Type': 'application/json' };
const list = (count: number, entry: (index: number) => unknown) =>
	Array.from({ length: count }, (_, index) => entry(index));

/** What is not at once takes minutes; a slow machine that does four files at a time takes two seconds. */
const AT_ONCE_SECONDS = 5;

/** Seconds that the service is at work for a request; the machine may have more to do. */
async function secondsFor(send: () => Promise<unknown>): Promise<number> {
	const before = process.cpuUsage();
	await send();
	return process.cpuUsage(before).user / 1e6;
}

describe('a body full of faults is answered at once', () => {
	const webhook = (events: unknown) => ({ url: 'https://hooks.example.com/fluid', events });
	const cases: Array<[string, string, unknown]> = [
		[
			'40,000 different events',
			'/api-webhooks',
			webhook(list(40_000, (index) => `event.${index}`)),
		],
		['200,000 different events', '/api-webhooks', webhook(list(200_000, (index) => `e${index}`))],
		['200,000 times the same event', '/api-webhooks', webhook(list(200_000, () => 'deal.won'))],
		[
			'200,000 labels that are none',
			'/api-ingest',
			{ name: 'Acme', labels: list(200_000, () => 0) },
		],
		[
			'200,000 wrong options',
			'/api-ingest',
			{ name: 'Acme', custom_fields: { markets: list(200_000, (index) => `${index}`) } },
		],
		[
			'200 fields with a list of nothing right each',
			'/api-ingest',
			{
				custom_fields: Object.fromEntries(
					list(200, (index) => [`f${index}`, list(1000, () => 0)]) as [],
				),
			},
		],
		[
			'1,000 such deals',
			'/api-ingest',
			{ deals: list(1000, () => ({ labels: list(200, () => 0) })) },
		],
	];

	test.each(cases)('%s', async (what, path, body) => {
		await fluid.post(path, {});
		let answer: { status: number; body: { errors?: unknown[] } } | undefined;
		const seconds = await secondsFor(async () => (answer = await fluid.post(path, body)));
		expect(answer?.status).toBe(what.includes('deals') ? 207 : 422);
		expect(answer?.body.errors?.length ?? 0).toBeLessThanOrEqual(20);
		expect(seconds).toBeLessThan(AT_ONCE_SECONDS);
	});
});

describe('a body beyond measure is refused before it is parsed', () => {
	test.each([
		['values', `{"name": "Acme", "labels": [${'1,'.repeat(400_000)}1]}`, '250,000 values'],
		['lists', `{"deals": [${'[[]],'.repeat(30_000)}[]]}`, '50,000 objects and lists'],
		[
			'different names',
			JSON.stringify(Object.fromEntries(list(1_200, (index) => [`f${index}`, 1]) as [])),
			'1,000 different field names',
		],
	])('of too many %s', async (_what, body, sentence) => {
		const { status, body: problem } = await fluid.ingest(body, json);
		expect([status, problem.code]).toEqual([422, 'invalid_input']);
		expect(problem.detail).toContain(`The body has more than ${sentence}.`);
	});

	test('but not one of a thousand deals with everything', async () => {
		const fields = list(60, (index) => [`field_${index}`, null]) as Array<[string, null]>;
		const deal = (index: number) => ({
			name: `Deal ${index}, "with" {much}: [all, of, it]`,
			labels: list(50, (label) => `label ${label}`),
			contact: { email: `ada-${index}@example.com`, first_name: 'Ada', last_name: 'Lovelace' },
			company: { name: 'Acme', domain: 'acme.example' },
			reminder: { in_days: 3, note: 'Call' },
			custom_fields: { markets: ['DACH', 'Benelux'] },
			...(index === 0 && { custom_fields: Object.fromEntries(fields) }),
		});
		const { status, body } = await fluid.post('/api-ingest?dry_run=true', {
			deals: list(1000, deal),
		});
		expect([status, body.created]).toEqual([207, 999]);
	});
});
