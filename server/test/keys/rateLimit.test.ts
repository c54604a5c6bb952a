import { describe, expect, test } from 'vitest';
import { Allowances, type Limiter } from '../../src/http/rateLimit';
import { fluidForFile } from '../../../test/support/fluid';

describe('a limit of 60 requests a minute', () => {
	const minute = 60_000;
	/** How many of so many requests at one moment pass. */
	const passing = (limiter: Limiter, requests: number, atMs: number) =>
		Array.from({ length: requests }, () => limiter('key_1', atMs)).filter((wait) => wait === 0)
			.length;

	test('lets a burst of 60 pass and then one a second', () => {
		const limiter = new Allowances(60).wait;
		expect(passing(limiter, 100, 0)).toBe(60);
		expect(passing(limiter, 100, 1000)).toBe(1);
		expect(passing(limiter, 100, 11_000)).toBe(10);
	});

	test('is whole again after a minute, and never more than whole', () => {
		const limiter = new Allowances(60).wait;
		passing(limiter, 100, 0);
		expect(passing(limiter, 100, minute)).toBe(60);
		expect(passing(limiter, 100, 60 * minute)).toBe(60);
	});

	test('says how many seconds to wait, after which a request passes', () => {
		const limiter = new Allowances(6).wait;
		passing(limiter, 6, 0);
		expect(limiter('key_1', 0)).toBe(10);
		expect(limiter('key_1', 4000)).toBe(6);
		expect(limiter('key_1', 10_000)).toBe(0);
	});

	test('counts each key by itself', () => {
		const limiter = new Allowances(60).wait;
		passing(limiter, 100, 0);
		expect(limiter('key_2', 0)).toBe(0);
	});

	test('locks nobody out when the clock is set back', () => {
		const limiter = new Allowances(60).wait;
		passing(limiter, 30, 100 * minute);
		expect(passing(limiter, 100, 0)).toBe(30);
	});

	test('goes on from what other processes have left of it, and pays back what was too much', () => {
		const here = new Allowances(60);
		passing(here.wait, 20, 0);
		expect(here.takeUnsettled()).toEqual(new Map([['key_1', 20]]));
		expect(here.takeUnsettled()).toEqual(new Map());
		passing(here.wait, 5, 0);
		// Elsewhere 35 more had passed by then.
		here.settle('key_1', 60 - 20 - 35, 0);
		expect(passing(here.wait, 100, 0)).toBe(0);
		here.settle('key_1', -10, 0);
		expect(passing(here.wait, 100, 10_000)).toBe(0);
		expect(passing(here.wait, 100, 16_000)).toBe(1);
	});

	test('of 0 is none', () => {
		expect(passing(new Allowances(0).wait, 1000, 0)).toBe(1000);
	});
});

describe('an API key that sends too many requests', () => {
	const fluid = fluidForFile({ FLUID_RATE_LIMIT: '6' }, () => now);
	let now = new Date('2026-11-24T09:00:00Z');

	test('learns how long to wait, while other keys go on, and may go on then', async () => {
		const answers = await Promise.all(Array.from({ length: 7 }, () => fluid.get('/api-me')));
		const refused = answers.filter(({ status }) => status !== 200);
		expect(refused).toMatchObject([
			{ status: 429, body: { code: 'rate_limited' }, headers: { 'retry-after': '10' } },
		]);
		expect(refused[0]?.body.detail).toContain('1,000 deals or contacts in one request');
		expect((await (await fluid.withNewKey('Second key')).get('/api-me')).status).toBe(200);

		now = new Date(now.getTime() + 10_000);
		expect((await fluid.get('/api-me')).status).toBe(200);
	});

	test('has one allowance for reading and for sending deals in', async () => {
		const client = await fluid.withNewKey('Third key');
		const reads = await Promise.all(Array.from({ length: 4 }, () => client.get('/api-me')));
		const sends = await Promise.all(
			Array.from({ length: 3 }, () => client.ingest({ name: 'Acme website' })),
		);
		expect(reads.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
		expect(sends.map(({ status }) => status).sort()).toEqual([201, 201, 429]);
	});
});
