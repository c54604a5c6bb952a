import { describe, expect, test } from 'vitest';
import { nextAttemptAt } from '../../src/webhooks/retry';
import { DEFAULT_RETRY_SCHEDULE, parseSchedule } from '../../src/values/retrySchedule';

const failedAt = new Date('2026-11-24T09:00:00.000Z');
const schedule = parseSchedule(DEFAULT_RETRY_SCHEDULE) ?? [];
const secondsUntil = (date: Date | undefined) =>
	date && (date.getTime() - failedAt.getTime()) / 1000;

describe('the retry schedule', () => {
	test('tries again nine times over about three days', () => {
		expect(schedule.map((ms) => ms / 1000)).toEqual([
			5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400,
		]);
	});

	test('counts from the failure and takes the wait of the attempt that failed', () => {
		expect(secondsUntil(nextAttemptAt(schedule, 1, failedAt, 0.5))).toBe(5);
		expect(secondsUntil(nextAttemptAt(schedule, 3, failedAt, 0.5))).toBe(1800);
	});

	test('spreads each wait by a fifth to either side', () => {
		expect(secondsUntil(nextAttemptAt(schedule, 2, failedAt, 0))).toBe(240);
		expect(secondsUntil(nextAttemptAt(schedule, 2, failedAt, 1))).toBe(360);
	});

	test('ends after the tenth attempt', () => {
		expect(nextAttemptAt(schedule, 9, failedAt, 0.5)).toBeDefined();
		expect(nextAttemptAt(schedule, 10, failedAt, 0.5)).toBeUndefined();
	});

	test('waits longer when the receiver asks for it, but never more than a day', () => {
		expect(secondsUntil(nextAttemptAt(schedule, 1, failedAt, 0.5, 120_000))).toBe(120);
		expect(secondsUntil(nextAttemptAt(schedule, 2, failedAt, 0.5, 1_000))).toBe(300);
		expect(secondsUntil(nextAttemptAt(schedule, 1, failedAt, 0.5, 30 * 86_400_000))).toBe(86_400);
	});

	test.each(['', '5', '5 minutes', '5s,', 'soon'])('cannot be "%s"', (text) => {
		expect(parseSchedule(text)).toBeUndefined();
	});
});
