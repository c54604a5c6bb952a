import { describe, expect, test } from 'vitest';
import type { PulledDelivery } from '../../../contract/types';
import { Receiver } from '../../../test/support/receiver';
import { dealNameIn, pullFixture } from './pullFixture';

const { fluid, later, subscribed, fetched, deals, commit } = pullFixture();

describe('a change between sending and being pulled', () => {
	test('keeps what waits: what could not be sent is fetched, and the rest is sent again', async () => {
		const receiver = await Receiver.start();
		receiver.answer(500);
		const { body: webhook } = await fluid.post('/api-webhooks', {
			url: receiver.url,
			events: ['deal.created'],
		});
		await deals('First', 'Second');
		await fluid.everythingTried();
		await fluid.patch(`/api-webhooks/${webhook.id}`, { delivery: 'pull' });
		await deals('Third');
		expect((await fetched(webhook.id)).map(dealNameIn)).toEqual(['Third']);
		later(80);
		const due = await fetched(webhook.id, { limit: 1 });
		await commit(webhook.id, { succeeded: due.map((one) => one.id) });

		const before = receiver.received.length;
		receiver.answer(200);
		later(80);
		await fluid.patch(`/api-webhooks/${webhook.id}`, { delivery: 'push' });
		await receiver.waitFor(before + 2);
		const sent = receiver.received.slice(before).map(({ event }) => event.data.deal?.name);
		expect(sent.toSorted()).toEqual(
			['First', 'Second', 'Third'].filter((name) => name !== dealNameIn(due[0] as PulledDelivery)),
		);
		await receiver.stop();
	});

	test('sends what was handed out only once its lease has ended, unless it has arrived', async () => {
		const receiver = await Receiver.start();
		const { id } = await subscribed();
		await deals('Arrived', 'Failed', 'Released');
		const handedOut = await fetched(id, { lease_seconds: 60 });
		const [arrived, failed, released] = handedOut.map((one) => one.id);
		await fluid.patch(`/api-webhooks/${id}`, { delivery: 'push', url: receiver.url });

		const outcomes = {
			succeeded: [arrived],
			failed: [{ id: failed, error: 'No such list.' }],
			released: [released],
		};
		expect(await commit(id, outcomes)).toEqual({
			succeeded: 1,
			failed: 0,
			released: 0,
			not_handed_out: [failed, released],
		});
		expect(receiver.received).toEqual([]);
		later(60);
		await receiver.waitFor(2);
		const sent = receiver.received.map(({ event }) => event.data.deal?.name);
		expect(sent.toSorted()).toEqual(['Failed', 'Released']);
		await receiver.stop();
	});

	test('needs a URL that events may be sent to', async () => {
		const { id } = await subscribed();
		const { status, body } = await fluid.patch(`/api-webhooks/${id}`, { delivery: 'push' });
		expect([status, body.errors[0].pointer]).toEqual([422, '/url']);
		const receiver = await Receiver.start();
		await fluid.patch(`/api-webhooks/${id}`, { delivery: 'push', url: receiver.url });
		await deals('Acme website');
		await receiver.waitFor(1);
		await receiver.stop();
	});
});
