import { beforeEach, describe, expect, test } from 'vitest';
import { fluidForFile } from '../../../test/support/fluid';

const fluid = fluidForFile({}, () => now);
const lateEvening = new Date('2026-11-24T23:30:00Z');
let now = lateEvening;

beforeEach(() => {
	now = lateEvening;
});

const reminderOf = async (reminder: unknown, more = {}) =>
	(await fluid.deal({ name: 'Acme website', reminder, ...more })).reminder;

describe('a reminder', () => {
	test('is at a moment, in whatever zone it is written', async () => {
		for (const at of [
			'2026-12-01T09:00:00Z',
			'2026-12-01T09:00:00.000Z',
			'2026-12-01T10:30:00+01:30',
			'2026-12-01 04:00:00-0500',
			'2026-12-01t11:00:00+02',
		])
			expect(await reminderOf({ at })).toEqual({
				at: '2026-12-01T09:00:00.000Z',
				note: null,
				state: 'scheduled',
			});
	});

	test('is in a number of days from now', async () => {
		const reminder = await reminderOf({ in_days: 3, note: 'Send the proposal' });
		expect(reminder).toEqual({
			at: '2026-11-27T23:30:00.000Z',
			note: 'Send the proposal',
			state: 'scheduled',
		});
		expect(await reminderOf({ in_days: 0 })).toMatchObject({ state: 'due_today' });
	});

	test('is scheduled, then due today, then overdue, by the calendar day in UTC, and its deal does not change by that', async () => {
		const { id, updated_at } = await fluid.deal({
			name: 'Acme website',
			reminder: { at: '2026-11-25T00:30:00Z' },
		});
		const seen = async () => {
			const { body } = await fluid.get(`/api-deals/${id}`);
			return [body.reminder.state, body.updated_at];
		};
		expect(await seen()).toEqual(['scheduled', updated_at]);
		now = new Date('2026-11-25T00:00:00Z');
		expect(await seen()).toEqual(['due_today', updated_at]);
		now = new Date('2026-11-25T23:59:59Z');
		expect(await seen()).toEqual(['due_today', updated_at]);
		now = new Date('2026-11-26T00:00:00Z');
		expect(await seen()).toEqual(['overdue', updated_at]);
		expect((await fluid.ingest({ id, name: 'Acme website' })).body.action).toBe('unchanged');
	});

	test('changes in part, and null removes it', async () => {
		await reminderOf({ at: '2026-12-01T09:00:00Z', note: 'Call' }, { external_id: 'part' });
		const update = (reminder: unknown) => fluid.deal({ external_id: 'part', reminder });
		expect((await update({ note: 'Write' })).reminder).toMatchObject({
			at: '2026-12-01T09:00:00.000Z',
			note: 'Write',
		});
		expect((await update({ at: '2026-12-02T09:00:00Z' })).reminder).toMatchObject({
			at: '2026-12-02T09:00:00.000Z',
			note: 'Write',
		});
		expect((await update({ note: null })).reminder).toMatchObject({ note: null });
		expect((await update(null)).reminder).toBeNull();
	});

	test.each([
		['both ways at once', { at: '2026-12-01T09:00:00Z', in_days: 3 }, '/reminder', 'not both'],
		['no time', { note: 'Call' }, '/reminder', 'Add "at" or "in_days"'],
		[
			'a moment without zone',
			{ at: '2026-12-01T09:00:00' },
			'/reminder/at',
			'2026-12-01T09:00:00Z',
		],
		[
			'a day that does not exist',
			{ at: '2026-02-30T09:00:00Z' },
			'/reminder/at',
			'not a date and time',
		],
		['a leap second', { at: '2026-12-31T23:59:60Z' }, '/reminder/at', 'not a date and time'],
		[
			'a moment beyond the year 9999',
			{ at: '9999-12-31T23:59:59-23:00' },
			'/reminder/at',
			'not a date and time',
		],
		['a day in words', { at: 'tomorrow' }, '/reminder/at', 'not a date and time'],
		['days before today', { in_days: -1 }, '/reminder/in_days', 'at least 0'],
		['days beyond ten years', { in_days: 3651 }, '/reminder/in_days', 'at most 3,650'],
		['days as text', { in_days: '3' }, '/reminder/in_days', 'must be a whole number, not "3"'],
	])('with %s is refused', async (_what, reminder, pointer, sentence) => {
		const { status, body } = await fluid.ingest({ name: 'Acme website', reminder });
		expect([status, body.errors.map((one: { pointer: string }) => one.pointer)]).toEqual([
			422,
			[pointer],
		]);
		expect(body.detail).toContain(sentence);
	});
});
