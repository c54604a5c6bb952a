import { expect, test } from 'vitest';
import { limits } from '../../src/limits';
import type { SendOutcome } from '../../src/deliveryClient';
import { WebhookQueue } from '../../src/webhooks/webhookQueue';

const answered = (durationMs: number) =>
	({ durationMs, statusCode: 200, error: null }) as SendOutcome;

/** What a receiver gets at once that does a number of deliveries in a second, one after the other. */
function settled(perSecond: number): { slots: number; latencyMs: number } {
	const queue = new WebhookQueue();
	for (let delivery = 0; delivery < 1_000; delivery += 1)
		queue.recordOutcome(answered((queue.freeSlots / perSecond) * 1_000));
	return { slots: queue.freeSlots, latencyMs: (queue.freeSlots / perSecond) * 1_000 };
}

test('a receiver that keeps up gets all slots, one after the other', () => {
	const queue = new WebhookQueue();
	const first = queue.freeSlots;
	queue.recordOutcome(answered(20));
	expect(queue.freeSlots).toBe(first + 1);
	expect(settled(500).slots).toBe(limits.slots);
});

test.each([1, 2, 4])('a receiver that does %i a second answers in time', (perSecond) => {
	expect(settled(perSecond).latencyMs).toBeLessThan(7_000);
	expect(settled(perSecond).latencyMs).toBeGreaterThan(1_000);
});
