import { beforeEach, describe, expect, test } from 'vitest';
import type { Delivery } from '../../../contract/types';
import { momentBetween } from '../../../test/support/laterMillisecond';
import { sql } from '../../src/database/sql';
import { limits } from '../../src/limits';
import { finishBacklogs } from '../../src/webhooks/backlog';
import { orderedWebhooks } from './orderedWebhooks';

const { fluid, receiver, subscribe, arrivals, logOf, deal, change, stuck, settled } =
	orderedWebhooks();

let count = 0;
beforeEach(() => void (count += 1));

describe('the order is kept', () => {
	test('over a pause: what was held goes first when the webhook is resumed', async () => {
		const webhook = await subscribe();
		const { acme } = await stuck(webhook);
		await fluid.patch(webhook.path, { status: 'paused' });
		await change(acme, 3);
		expect((await logOf(webhook, 'held')).length).toBe(3);
		const before = limits.rowsAtOnce;
		limits.rowsAtOnce = 1;
		const resuming = fluid.patch(webhook.path, { status: 'active' });
		const changing = change(acme, 4);
		await Promise.all([resuming, changing]);
		limits.rowsAtOnce = before;
		await receiver.waitFor(4);

		expect(arrivals()).toEqual(['Acme 1', 'Acme 2', 'Acme 3', 'Acme 4']);
	});

	test('over catching up', async () => {
		const consumer = `ordered-${count}`;
		const webhook = await subscribe({ consumer });
		const { acme } = await stuck(webhook);
		await fluid.delete(webhook.path);
		await change(acme, 3);
		await change(acme, 4);
		receiver.respondWith((response) => void setTimeout(() => response.end(), 5));
		await subscribe({ consumer, catch_up: true });
		await change(acme, 5);
		await receiver.waitFor(5);

		expect(arrivals()).toEqual([1, 2, 3, 4, 5].map((value) => `Acme ${value}`));
	});

	test('when a consumer leaves out what waited', async () => {
		const consumer = `ordered-${count}`;
		const webhook = await subscribe({ consumer });
		const { acme } = await stuck(webhook);
		await fluid.delete(webhook.path);
		const next = await subscribe({ consumer });
		await change(acme, 3);
		await receiver.waitFor(1);
		await settled();

		expect(arrivals()).toEqual(['Acme 3']);
		expect((await logOf(next, 'failed')).length).toBe(2);
	});

	test('over a replay of what was given up, and of all', async () => {
		const since = await momentBetween();
		const webhook = await subscribe();
		const { acme, first, second } = await stuck(webhook);
		receiver.answer(500);
		await fluid.post(`${webhook.path}/deliveries/${first.id}/retry`);
		await receiver.waitFor(2);
		await fluid.post(`${webhook.path}/deliveries/${second.id}/retry`);
		await receiver.waitFor(3);
		receiver.answer(200);
		receiver.received.length = 0;
		const missed = await fluid.post(`${webhook.path}/replay`, { since, only_missed: true });
		await receiver.waitFor(2);
		expect(missed.body.replayed).toBe(2);
		expect(arrivals()).toEqual(['Acme 1', 'Acme 2']);

		await fluid.post(`${webhook.path}/replay`, { since });
		await change(acme, 3);
		await receiver.waitFor(6);
		expect(
			arrivals()
				.filter((one) => one.startsWith('Acme'))
				.slice(2),
		).toEqual([...['Acme 1', 'Acme 2', 'Acme 3']]);
	});

	test('when an edited webhook gets it, for what waits as well', async () => {
		const webhook = await subscribe({ ordering: 'none' });
		receiver.answer(500);
		const acme = await deal('Acme');
		await change(acme, 2);
		await change(acme, 3);
		await receiver.waitFor(3);
		await settled();
		receiver.received.length = 0;

		await fluid.patch(webhook.path, { ordering: 'per_object' });
		const [third, second, first] = (await logOf(webhook)) as [Delivery, Delivery, Delivery];
		expect([third.waits_for, second.waits_for, first.waits_for]).toEqual([
			first.id,
			first.id,
			null,
		]);
		await change(acme, 4);
		await fluid.post(`${webhook.path}/deliveries/${third.id}/retry`);
		await settled();
		expect(arrivals()).toEqual([]);
		receiver.answer(200);
		await fluid.post(`${webhook.path}/deliveries/${first.id}/retry`);
		await receiver.waitFor(1);
		await fluid.post(`${webhook.path}/deliveries/${second.id}/retry`);
		await receiver.waitFor(4);

		expect(arrivals()).toEqual([1, 2, 3, 4].map((value) => `Acme ${value}`));
	});

	test('when a consumer subscribes with it, where what waits had none', async () => {
		const consumer = `ordered-${count}`;
		await subscribe({ consumer, ordering: 'none' });
		receiver.answer(500);
		const acme = await deal('Acme');
		await change(acme, 2);
		await receiver.waitFor(2);
		await settled();
		receiver.received.length = 0;
		receiver.answer(200);

		const webhook = await subscribe({ consumer });
		await change(acme, 3);
		await settled();
		expect(arrivals()).toEqual([]);
		const [third, second, first] = await logOf(webhook);
		expect([third?.waits_for, second?.waits_for]).toEqual([first?.id, first?.id]);
	});

	test('after a crash in the midst of lining up', async () => {
		const webhook = await subscribe({ ordering: 'none' });
		receiver.answer(500);
		const acme = await deal('Acme');
		await change(acme, 2);
		await receiver.waitFor(2);
		await settled();
		const { database } = fluid.service;
		await database.write(fluid.workspaceId, (transaction) =>
			transaction.run(sql`
				update webhooks set ordering = 'per_object', is_lining_up = 1 where id = ${webhook.id}`),
		);
		await finishBacklogs(database, () => new Date());

		const [second, first] = await logOf(webhook);
		expect([second?.waits_for, first?.waits_for]).toEqual([first?.id, null]);
	});

	test('no more once a webhook does not ask for it: what waited goes at once', async () => {
		const webhook = await subscribe();
		await stuck(webhook);
		await fluid.patch(webhook.path, { ordering: 'none' });
		await receiver.waitFor(1);

		expect(arrivals()).toEqual(['Acme 2']);
	});
});
