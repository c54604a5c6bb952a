import { beforeEach, describe, expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';
import { sql } from '../../src/database/sql';
import { type Failures, oneMore, tryPassword, waitMs } from '../../src/signIn/loginThrottle';

const fluid = fluidForFile();
const seconds = 1000;

// Each test begins where nobody has tried yet.
beforeEach(() =>
	fluid.service.database.writeService((transaction) =>
		transaction.run(sql`delete from wrong_passwords`),
	),
);

/** What so many wrong passwords in a row, the last at moment 0, leave behind. */
const failures = (count: number): Failures => ({ count, lastAt: 0 });

/** Tries a password; answers how long it has to wait instead. */
const tryAt = (ip: string, now: number, isRight = false) =>
	tryPassword(fluid.service.database, ip, isRight, now);

async function fail(ip: string, now: number, times = 1): Promise<void> {
	for (let time = 0; time < times; time += 1) expect(await tryAt(ip, now)).toMatchObject({ ms: 0 });
}

describe('after wrong passwords', () => {
	test.each([
		[0, 0],
		[4, 0],
		[5, 5 * seconds],
		[6, 10 * seconds],
		[7, 20 * seconds],
		[40, 15 * 60 * seconds],
	])('%i in a row, the next one waits %i ms', (count, wait) => {
		expect(waitMs(failures(count), 0)).toBe(wait);
	});

	test('the wait passes with time', () => {
		expect(waitMs(failures(5), 3 * seconds)).toBe(2 * seconds);
		expect(waitMs(failures(5), 60 * seconds)).toBe(0);
	});

	test('an hour without one begins anew', () => {
		expect(oneMore(failures(9), 61 * 60 * seconds).count).toBe(1);
		expect(oneMore(failures(9), 60 * seconds).count).toBe(10);
	});
});

describe('whoever tries passwords', () => {
	test('from many addresses of one IPv6 network waits as from one', async () => {
		for (let tries = 1; tries <= 5; tries += 1) await fail(`2001:db8:1:2::${tries}`, 0);
		expect((await tryAt('2001:db8:1:2:aaaa::99', 0)).ms).toBe(5 * seconds);
		expect((await tryAt('2001:db8:1:3::1', 0)).ms).toBe(0);
	});

	test('at one moment waits as one after another', async () => {
		const tries = await Promise.all(Array.from({ length: 20 }, () => tryAt('203.0.113.7', 0)));
		expect(tries.filter(({ ms }) => ms === 0)).toHaveLength(5);
	});

	test('begins anew after the right one', async () => {
		await fail('203.0.113.7', 0, 4);
		expect((await tryAt('203.0.113.7', 0, true)).ms).toBe(0);
		await fail('203.0.113.7', 0, 5);
		expect((await tryAt('203.0.113.7', 0, true)).ms).toBe(5 * seconds);
	});

	test('waits no longer after the clock was set back', async () => {
		const hour = 60 * 60 * seconds;
		await fail('203.0.113.7', hour, 5);
		expect((await tryAt('203.0.113.7', 0)).ms).toBe(5 * seconds);
		expect((await tryAt('203.0.113.7', 5 * seconds)).ms).toBe(0);
	});

	test('is remembered when hundreds of others have tried', async () => {
		await tryAt('203.0.113.7', 0, true);
		await fail('203.0.113.7', 0, 5);
		for (let other = 0; other < 300; other += 1)
			await tryAt(`10.0.${other >> 8}.${other & 255}`, 0);
		expect((await tryAt('203.0.113.7', 2 * seconds)).ms).toBe(3 * seconds);
	});

	test('is forgotten after 30 days', async () => {
		await fail('203.0.113.7', 0);
		await fail('203.0.113.8', 31 * 24 * 3600 * seconds);
		const rows = await fluid.service.database.all(
			sql`select network from wrong_passwords where network <> ${''}`,
		);
		expect(rows).toEqual([{ network: '203.0.113.8' }]);
	});
});
