import { describe, expect, test } from 'vitest';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import type { PulledDelivery } from '../../../contract/types';
import { startFluid } from '../../../test/support/fluid';
import { FluidClient } from '../../../test/support/fluidClient';
import { Receiver } from '../../../test/support/receiver';
import { sql } from '../../src/database/sql';
import { removeOld } from '../../src/retention';
import { PULLED, dealNameIn, pullFixture } from './pullFixture';

const { fluid, now, later, subscribed, fetched, deals, commit, log } = pullFixture();

describe('a webhook that is pulled', () => {
	test('needs no URL, and one that it has is not checked and gets nothing', async () => {
		const strict = await startFluid({ FLUID_ALLOW_PRIVATE_WEBHOOKS: 'false' });
		const receiver = await Receiver.start();
		const { body } = await strict.post('/api-webhooks', { ...PULLED, url: receiver.url });
		expect(body).toMatchObject({ url: receiver.url, delivery: 'pull' });
		await strict.deal({ name: 'Acme website' });

		expect((await strict.post(`/api-webhooks/${body.id}/pull`)).body.data).toHaveLength(1);
		expect(receiver.received).toEqual([]);
		const pushed = await strict.patch(`/api-webhooks/${body.id}`, { delivery: 'push' });
		expect([pushed.status, pushed.body.errors[0].pointer]).toEqual([422, '/url']);
		await strict.stop();
		await receiver.stop();
		expect((await subscribed()).url).toBeNull();
	});

	test('hands out exactly what would be sent, signed', async () => {
		const receiver = await Receiver.start();
		const auth_header = 'Bearer of-the-receiver';
		const { body: pushed } = await fluid.post('/api-webhooks', {
			url: receiver.url,
			events: ['deal.created'],
			auth_header,
		});
		const { id, secret } = await subscribed({ auth_header, secret: pushed.secret });
		await deals('Acme website');

		const [sent] = await receiver.waitFor(1);
		const [handed] = await fetched(id);

		expect(handed?.body).toBe(sent?.raw);
		const { host, connection, 'content-length': length, ...headers } = sent?.headers ?? {};
		expect(handed?.headers).toEqual(headers);
		expect([host, connection, length]).not.toContain(undefined);
		const check = new StandardWebhook(secret);
		expect(check.verify(handed?.body as string, handed?.headers ?? {})).toMatchObject({
			type: 'deal.created',
		});
		await receiver.stop();
	});

	test('hands out what is due in the order in which it happened, as many as are wanted', async () => {
		const { id } = await subscribed();
		await deals('First', 'Second', 'Third');

		const { body } = await fluid.post(`/api-webhooks/${id}/pull`, { limit: 2 });
		expect([body.data.map(dealNameIn), body.has_more]).toEqual([['First', 'Second'], true]);
		expect((await fetched(id)).map(dealNameIn)).toEqual(['Third']);
		expect(await fetched(id)).toEqual([]);
	});

	test('hands out no more than four million characters at once, and the rest next', async () => {
		const { id } = await subscribed();
		const keys = Array.from({ length: 9 }, (_, n) => `story_${n}`);
		for (const key of keys) await fluid.addCustomField({ key, name: key, type: 'long_text' });
		const custom_fields = Object.fromEntries(keys.map((key) => [key, 'x'.repeat(10_000)]));
		const many = Array.from({ length: 50 }, (_, n) => ({ name: `Deal ${n}`, custom_fields }));
		expect((await fluid.ingest({ deals: many.slice(0, 25) })).status).toBe(200);
		expect((await fluid.ingest({ deals: many.slice(25) })).status).toBe(200);

		const { body } = await fluid.post(`/api-webhooks/${id}/pull`, { limit: 50 });

		expect(body.data.length).toBeGreaterThan(30);
		expect([body.data.length < 50, body.has_more]).toEqual([true, true]);
		expect((await fetched(id)).length).toBe(50 - body.data.length);
	});

	test('gives nothing to two at once', async () => {
		const { id } = await subscribed();
		await fluid.ingest({ deals: Array.from({ length: 300 }, (_, n) => ({ name: `Deal ${n}` })) });
		const other = new FluidClient(fluid.url, fluid.key);

		const answers = await Promise.all(
			[fluid, other, fluid, other, fluid, other].map((client) =>
				client.post(`/api-webhooks/${id}/pull`, { limit: 70 }),
			),
		);

		const ids = answers.flatMap(({ body }) => body.data.map((one: PulledDelivery) => one.id));
		expect(ids).toHaveLength(300);
		expect(new Set(ids).size).toBe(300);
	});

	test('is refused what it cannot give, in a sentence', async () => {
		const { id } = await subscribed();
		await fluid.patch(`/api-webhooks/${id}`, { status: 'paused' });
		expect((await fluid.post(`/api-webhooks/${id}/pull`)).body.code).toBe('webhook_paused');
		expect((await fluid.post(`/api-webhooks/${id}/test`)).body.code).toBe('webhook_paused');

		const { body: pushed } = await fluid.post('/api-webhooks', {
			url: 'http://127.0.0.1:1',
			events: ['deal.created'],
		});
		expect((await fluid.post(`/api-webhooks/${pushed.id}/pull`)).body.code).toBe(
			'webhook_not_pulled',
		);
		const withoutUrl = await fluid.post('/api-webhooks', { events: ['deal.created'] });
		expect([withoutUrl.status, withoutUrl.body.errors[0]]).toMatchObject([
			422,
			{ pointer: '/url', code: 'missing' },
		]);
	});

	test('gets a test like everything else', async () => {
		const { id } = await subscribed();
		const { body } = await fluid.post(`/api-webhooks/${id}/test`, { type: 'deal.won' });
		expect(body).toMatchObject({ status: 'pending', attempts: [] });

		const [one] = await fetched(id);
		expect([one?.id, JSON.parse(one?.body as string).type]).toEqual([body.id, 'deal.won']);
		await commit(id, { succeeded: [one?.id] });
		expect(await log(id)).toMatchObject([{ id: body.id, status: 'succeeded' }]);
	});

	test('is replayed, resumed and retried like one that sends', async () => {
		const { id } = await subscribed();
		const start = now().toISOString();
		await deals('First');
		const [first] = await fetched(id);
		await commit(id, { succeeded: [first?.id] });
		await fluid.post(`/api-webhooks/${id}/deliveries/${first?.id}/retry`);
		expect((await fetched(id)).map((one) => one.id)).toEqual([first?.id]);
		await commit(id, { succeeded: [first?.id] });

		await fluid.patch(`/api-webhooks/${id}`, { status: 'paused' });
		await deals('Second');
		await fluid.patch(`/api-webhooks/${id}`, { status: 'active' });
		expect(await fetched(id)).toEqual([]);
		await fluid.post(`/api-webhooks/${id}/replay`, { since: start });
		expect((await fetched(id)).map(dealNameIn)).toEqual(['First', 'Second']);
	});

	test('brings a consumer what it lacks, and a commit counts for the one that comes after it', async () => {
		const first = await subscribed({ consumer: 'warehouse-sync' });
		await deals('Taken', 'Handed out');
		const [taken, handedOut] = await fetched(first.id);
		await commit(first.id, { succeeded: [taken?.id] });
		await deals('Waiting');

		const second = await subscribed({ consumer: 'warehouse-sync', catch_up: true });
		await commit(second.id, { succeeded: [handedOut?.id] });
		await fluid.delete(`/api-webhooks/${second.id}`);
		await deals('Missed');
		const third = await subscribed({ consumer: 'warehouse-sync', catch_up: true });

		expect(third).toMatchObject({ caught_up: 2 });
		later(60);
		expect((await fetched(third.id)).map(dealNameIn)).toEqual(['Waiting', 'Missed']);
	});

	test('does not keep for ever what nobody fetches', async () => {
		const { id } = await subscribed();
		await deals('Acme website');
		later(31 * 24 * 60 * 60);
		await deals('Of today');

		await removeOld(fluid.service.database, now());

		expect((await fetched(id)).map(dealNameIn)).toEqual(['Of today']);
		const row = await fluid.service.database.get(sql`select count(*) as count from events`);
		expect(row).toEqual({ count: 1 });
	});
});
