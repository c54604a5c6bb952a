import { beforeEach, describe, expect, test } from 'vitest';
import { eventNames } from '../../../contract/events';
import { momentBetween } from '../../../test/support/laterMillisecond';
import { limits } from '../../src/limits';
import { changeWebhooks } from './changeWebhooks';

const { fluid, receiver, subscribe, changes, types, arrived, logOf } = changeWebhooks();

let count = 0;
beforeEach(() => void (count += 1));

describe('what was missed comes by change as well', () => {
	const winning = (name: string) => fluid.deal({ name, status: 'won', contact: { name } });

	test.each([1, 2, 200])('by catching up, in parts of %d', async (size) => {
		const before = limits.caughtUpAtOnce;
		limits.caughtUpAtOnce = size;
		const consumer = `changes-${count}`;
		const webhook = await subscribe({ consumer });
		await winning('Arrived');
		await receiver.waitFor(1);
		await fluid.patch(`/api-webhooks/${webhook.id}`, { status: 'paused' });
		await winning('Held');
		await fluid.delete(`/api-webhooks/${webhook.id}`);
		await winning('Since 1');
		await winning('Since 2');

		const { body } = await fluid.post('/api-webhooks', {
			url: receiver.url,
			events: eventNames,
			deliver: 'each_change',
			consumer,
			catch_up: true,
		});
		await receiver.waitFor(4);
		await arrived();
		limits.caughtUpAtOnce = before;

		expect(body.caught_up).toBe(3);
		expect(
			changes()
				.map(({ data }) => data.deal?.name)
				.sort(),
		).toEqual([...['Arrived', 'Held', 'Since 1', 'Since 2']]);
		expect(new Set(types().map((one) => one.join()))).toEqual(
			new Set(['deal.won,deal.created,contact.created']),
		);
	});

	test.each([1, 2, 100])('by a replay, in parts of %d', async (size) => {
		const before = limits.replayedAtOnce;
		limits.replayedAtOnce = size;
		const since = await momentBetween();
		await winning('First');
		await winning('Second');
		const { id } = await subscribe();
		const dry = await fluid.post(`/api-webhooks/${id}/replay?dry_run=true`, { since });
		const { body } = await fluid.post(`/api-webhooks/${id}/replay`, { since });
		await receiver.waitFor(2);
		await arrived();
		limits.replayedAtOnce = before;

		expect([dry.body.replayed, body.replayed]).toEqual([2, 2]);
		expect(types()).toEqual([
			['deal.won', 'deal.created', 'contact.created'],
			['deal.won', 'deal.created', 'contact.created'],
		]);
	});

	test.each([1, 100])('by a replay of what was missed only, in parts of %d', async (size) => {
		const before = limits.replayedAtOnce;
		limits.replayedAtOnce = size;
		const since = await momentBetween();
		const webhook = await subscribe();
		const path = `/api-webhooks/${webhook.id}`;
		receiver.answer(500);
		await winning('Given up');
		await expect.poll(async () => (await logOf(webhook))[0]?.status).toBe('failed');
		receiver.answer(200);
		await winning('Arrived');
		await fluid.everythingTried();
		await fluid.patch(path, { status: 'paused' });
		await winning('Held');
		await fluid.patch(path, { status: 'active' });
		receiver.received.length = 0;

		const dry = await fluid.post(`${path}/replay?dry_run=true`, { since, only_missed: true });
		const { body } = await fluid.post(`${path}/replay`, { since, only_missed: true });
		await receiver.waitFor(2);
		await arrived();
		const again = await fluid.post(`${path}/replay`, { since, only_missed: true });
		limits.replayedAtOnce = before;

		expect([dry.body.replayed, body.replayed, again.body.replayed]).toEqual([2, 2, 0]);
		expect(
			changes()
				.map(({ data }) => data.deal?.name)
				.sort(),
		).toEqual(['Given up', 'Held']);
	});

	test('also what a webhook has missed as events, before it delivered changes', async () => {
		const since = await momentBetween();
		const webhook = await subscribe({ deliver: 'each_event' });
		const path = `/api-webhooks/${webhook.id}`;
		await fluid.patch(path, { status: 'paused' });
		await winning('Held as three events');
		await fluid.patch(path, { status: 'active', deliver: 'each_change' });

		const { body } = await fluid.post(`${path}/replay`, { since, only_missed: true });
		await arrived();

		expect(body.replayed).toBe(1);
		expect(types()).toEqual([['deal.won', 'deal.created', 'contact.created']]);
		expect((await fluid.get(`${path}/deliveries?status=held`)).body.data).toEqual([]);
	});

	test('and by event again, once a webhook delivers events', async () => {
		const since = await momentBetween();
		const webhook = await subscribe();
		const path = `/api-webhooks/${webhook.id}`;
		await fluid.patch(path, { status: 'paused' });
		await winning('Held as one change');
		await fluid.patch(path, { status: 'active', deliver: 'each_event' });

		const { body } = await fluid.post(`${path}/replay`, { since, only_missed: true });
		await arrived();

		expect(body.replayed).toBe(3);
		expect(receiver.received.map(({ event }) => event.type).sort()).toEqual([
			...['contact.created', 'deal.created', 'deal.won'],
		]);
		expect((await fluid.get(`${path}/deliveries?status=held`)).body.data).toEqual([]);
	});
});
