import { expect, test } from 'vitest';
import type { DueDelivery } from '../../src/webhooks/deliveries';
import { WebhookQueue } from '../../src/webhooks/webhookQueue';

const startedAt = new Date('2026-11-24T09:00:00.000Z');
const happenedAt = '2026-11-24T09:30:00.000Z';
const now = new Date('2026-11-24T09:30:02.000Z');

const news: DueDelivery = {
	id: 'dlv_1',
	message_id: 'evt_1',
	attempts: 0,
	next_attempt_at: happenedAt,
	happened_at: happenedAt,
	event_ids: ['evt_1'],
	request_id: null,
	body: '{}',
};

test('a receiver that begins to hang is waited for no longer than a slow one', () => {
	const lane = new WebhookQueue();
	lane.start(1_000);
	const later = lane.start(1_200);
	expect(lane.isHealthy(1_249)).toBe(true);
	expect(lane.isHealthy(1_250)).toBe(false);

	lane.finish(later);
	expect(lane.isHealthy(1_250)).toBe(false);
});

test.each([
	['what has just happened', {}, 2_000],
	['a retry', { attempts: 1 }, 0],
	['a replay', { happened_at: '2026-11-24T09:10:00.000Z' }, 0],
	['a test that is sent again', { happened_at: null, attempts: 1 }, 0],
	[
		'what an earlier process left',
		{ happened_at: '2026-11-24T08:59:59.999Z', next_attempt_at: '2026-11-24T08:59:59.999Z' },
		0,
	],
] satisfies Array<[string, Partial<DueDelivery>, number]>)(
	'%s, taken two seconds late, counts as so many milliseconds',
	(_name, change, lagMs) => {
		const lane = new WebhookQueue();
		lane.isReady = true;
		lane.recordLag([{ ...news, ...change }], startedAt, now);
		expect(lane.lagMs).toBe(lagMs);
	},
);
