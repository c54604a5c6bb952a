import { describe, expect, test } from 'vitest';
import {
	newLoginThrottle,
	oneMore,
	waitMs,
	type Failures,
	type LoginThrottle,
} from '../../src/signIn/loginThrottle';

const seconds = 1000;

/** What so many wrong passwords in a row, the last at moment 0, leave behind. */
function failures(count: number): Failures | undefined {
	return count === 0 ? undefined : { count, lastAt: 0 };
}

/** How long an address has to wait. */
const waitAt = (patience: LoginThrottle, ip: string, now: number) => patience.wait(ip, now).ms;

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
	test('from many addresses of one IPv6 network waits as from one', () => {
		const patience = newLoginThrottle();
		for (let tries = 1; tries <= 5; tries += 1) patience.hasFailed(`2001:db8:1:2::${tries}`, 0);
		expect(waitAt(patience, '2001:db8:1:2:aaaa::99', 0)).toBe(5 * seconds);
		expect(waitAt(patience, '2001:db8:1:3::1', 0)).toBe(0);
	});

	test('begins anew after the right one', () => {
		const patience = newLoginThrottle();
		for (let tries = 1; tries <= 5; tries += 1) patience.hasFailed('203.0.113.7', 0);
		patience.hasSucceeded('203.0.113.7');
		expect(waitAt(patience, '203.0.113.7', 0)).toBe(0);
	});

	test('waits no longer after the clock was set back', () => {
		const patience = newLoginThrottle();
		const hour = 60 * 60 * seconds;
		for (let tries = 1; tries <= 5; tries += 1) patience.hasFailed('203.0.113.7', hour);
		expect(waitAt(patience, '203.0.113.7', 0)).toBe(5 * seconds);
		expect(waitAt(patience, '203.0.113.7', 5 * seconds)).toBe(0);
	});

	test('still waits when thousands of others have tried', () => {
		const patience = newLoginThrottle();
		patience.hasSucceeded('203.0.113.7');
		for (let tries = 1; tries <= 5; tries += 1) patience.hasFailed('203.0.113.7', 0);
		for (let other = 0; other < 3000; other += 1)
			patience.hasFailed(`10.0.${other >> 8}.${other & 255}`, 2 * seconds);
		expect(waitAt(patience, '203.0.113.7', 2 * seconds)).toBe(3 * seconds);
	});
});
