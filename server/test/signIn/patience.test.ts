import { describe, expect, test } from 'vitest';
import { oneMore, waitMs, type Failures } from '../../src/signIn/patience';

const seconds = 1000;

/** What so many wrong passwords in a row, the last at moment 0, leave behind. */
function failures(count: number): Failures | undefined {
	return count === 0 ? undefined : { count, lastAt: 0 };
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
