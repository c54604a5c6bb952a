import { once } from 'node:events';
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import type { PulledDelivery, Webhook } from '../../../contract/types';
import { FluidClient } from '../../../test/support/fluidClient';
import { type FluidFixture, startFluid } from '../../../test/support/fluid';
import { Receiver } from '../../../test/support/receiver';
import { sql } from '../../src/database/sql';
import { removeOld } from '../../src/retention';

let fluid: FluidFixture;
/** The clock of the service, moved by hand. */
let time: Date;
const later = (seconds: number) => (time = new Date(time.getTime() + seconds * 1000));

beforeEach(async () => {
	time = new Date();
	fluid = await startFluid({ FLUID_RETRY_SCHEDULE: '60s,60s' }, () => time);
});
afterEach(() => fluid.stop());

const PULLED = { delivery: 'pull', events: ['deal.created'] };

async function subscribed(more: object = {}): Promise<Webhook & { secret: string }> {
	const { status, body } = await fluid.post('/api-webhooks', { ...PULLED, ...more });
	expect(status).toBe(201);
	return body;
}

async function fetched(id: string, body?: object): Promise<PulledDelivery[]> {
	const answer = await fluid.post(`/api-webhooks/${id}/pull`, body);
	expect(answer.status).toBe(200);
	return answer.body.data;
}

async function deals(...names: string[]): Promise<void> {
	for (const name of names) {
		later(0.01);
		await fluid.deal({ name });
	}
}

const named = ({ body }: PulledDelivery) => JSON.parse(body).data.deal.name;
const commit = async (id: string, body: object) =>
	(await fluid.post(`/api-webhooks/${id}/commit`, body)).body;
const log = async (id: string) => (await fluid.get(`/api-webhooks/${id}/deliveries`)).body.data;

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
		expect([body.data.map(named), body.has_more]).toEqual([['First', 'Second'], true]);
		expect((await fetched(id)).map(named)).toEqual(['Third']);
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

	test('gives what was committed to nobody again, and shows it in the log', async () => {
		const { id } = await subscribed();
		await deals('Acme website');
		const [one] = await fetched(id, { lease_seconds: 10 });

		expect(await commit(id, { succeeded: [one?.id] })).toMatchObject({ succeeded: 1 });
		expect(await commit(id, { succeeded: [one?.id] })).toMatchObject({ succeeded: 1 });

		later(3600);
		expect(await fetched(id)).toEqual([]);
		expect(await log(id)).toMatchObject([
			{ status: 'succeeded', attempts: [{ number: 1, status_code: null, error: null }] },
		]);
	});

	test('gives what was not committed to the next one, once the lease has ended', async () => {
		const { id } = await subscribed();
		await deals('Acme website');
		const [one] = await fetched(id, { lease_seconds: 10 });

		later(9);
		expect(await fetched(id)).toEqual([]);
		later(1);
		expect((await fetched(id)).map((again) => again.id)).toEqual([one?.id]);
	});

	test('takes a commit also when the lease has ended, and after a pause', async () => {
		const { id } = await subscribed();
		await deals('First', 'Second');
		const [first, second] = await fetched(id, { lease_seconds: 10 });

		later(60);
		await commit(id, { succeeded: [first?.id] });
		await fluid.patch(`/api-webhooks/${id}`, { status: 'paused' });
		await commit(id, { succeeded: [second?.id] });

		expect((await log(id)).map(({ status }: { status: string }) => status)).toEqual([
			'succeeded',
			'succeeded',
		]);
	});

	test('takes what arrived also after another one has failed with it, or given it up', async () => {
		const { id } = await subscribed();
		await deals('First', 'Second');
		const [first, second] = await fetched(id, { lease_seconds: 10 });
		later(10);
		await fetched(id);
		const failed = [first, second].map((one) => ({ id: one?.id, error: 'Too slow.' }));
		await commit(id, { failed });
		expect(await commit(id, { succeeded: [first?.id] })).toMatchObject({ succeeded: 1 });

		for (let tries = 2; tries <= 3; tries++) {
			later(80);
			expect((await fetched(id)).map((one) => one.id)).toEqual([second?.id]);
			await commit(id, { failed: failed.slice(1) });
		}
		const statuses = async () => (await log(id)).map(({ status }: { status: string }) => status);
		expect(await statuses()).toEqual(['failed', 'succeeded']);
		expect(await commit(id, { succeeded: [second?.id] })).toMatchObject({ succeeded: 1 });
		expect(await statuses()).toEqual(['succeeded', 'succeeded']);
	});

	test('hands out at once what was released while it was paused, when it is resumed', async () => {
		const { id } = await subscribed({ ordering: 'per_object' });
		await deals('Acme website');
		const [one] = await fetched(id, { lease_seconds: 3600 });
		await fluid.patch(`/api-webhooks/${id}`, { status: 'paused' });
		expect(await commit(id, { released: [one?.id] })).toMatchObject({ released: 1 });
		await fluid.patch(`/api-webhooks/${id}`, { status: 'active' });

		expect((await fetched(id)).map((again) => again.id)).toEqual([one?.id]);
	});

	test('hands out the next of a deal as soon as the one before, skipped while leased, is released', async () => {
		const { id } = await subscribed({
			ordering: 'per_object',
			events: ['deal.created', 'deal.updated'],
		});
		const acme = await fluid.deal({ name: 'Acme website' });
		await fluid.deal({ id: acme.id, value: 2 });
		const [first, ...others] = await fetched(id, { lease_seconds: 3600 });
		expect(others).toEqual([]);
		await fluid.post(`/api-webhooks/${id}/deliveries/${first?.id}/skip`);
		expect(await fetched(id)).toEqual([]);
		await commit(id, { released: [first?.id] });

		const next = await fetched(id);
		expect(next.map(({ body }) => JSON.parse(body).type)).toEqual(['deal.updated']);
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

	test('tries again later what its receiver could not handle, and gives it up in the end', async () => {
		const { id } = await subscribed();
		await deals('Acme website');
		for (let tries = 1; tries <= 3; tries++) {
			const [one] = await fetched(id);
			expect(await commit(id, { failed: [{ id: one?.id, error: 'No such list.' }] })).toMatchObject(
				{ failed: 1 },
			);
			expect(await fetched(id)).toEqual([]);
			later(80);
		}
		expect(await fetched(id)).toEqual([]);
		const [given] = await log(id);
		expect([given.status, given.attempts.length, given.attempts[2].error]).toEqual([
			'failed',
			3,
			'No such list.',
		]);
	});

	test('hands out first what was released, before what happened later', async () => {
		const { id } = await subscribed();
		await deals('First', 'Second', 'Third');
		const two = await fetched(id, { limit: 2 });

		expect(await commit(id, { released: two.map((one) => one.id) })).toMatchObject({ released: 2 });

		expect((await fetched(id)).map(named)).toEqual(['First', 'Second', 'Third']);
	});

	test('names what it has not handed out, and does nothing about it', async () => {
		const { id } = await subscribed();
		const other = await subscribed();
		await deals('Acme website');
		const [{ id: waiting }] = await log(id);
		const [ofOther] = await fetched(other.id);

		const ids = [waiting, ofOther?.id as string];
		expect(await commit(id, { succeeded: ids })).toMatchObject({
			succeeded: 0,
			not_handed_out: ids,
		});
		expect(await commit(id, { released: ids })).toMatchObject({ not_handed_out: ids });
		expect(await fetched(id)).toHaveLength(1);
	});

	test('answers as soon as something happens, if whoever asks waits for it', async () => {
		const { id } = await subscribed();
		const waiting = fetched(id, { wait_seconds: 20 });
		await fluid.deal({ name: 'Acme website' });

		expect((await waiting).map(named)).toEqual(['Acme website']);
	});

	test('keeps for the next one what happens after the one who waited has hung up', async () => {
		const { id } = await subscribed();
		const waiting = request(`${fluid.url}/api-webhooks/${id}/pull`, {
			method: 'POST',
			headers: { authorization: `Bearer ${fluid.key}`, 'content-type': 'application/json' },
		});
		waiting.on('error', () => undefined).end(JSON.stringify({ wait_seconds: 20 }));
		await once(waiting, 'finish');
		await fluid.get('/api-me');
		waiting.destroy();
		const next = fetched(id, { wait_seconds: 20 });
		await deals('Acme website');

		expect((await next).map(named)).toEqual(['Acme website']);
	});

	test('keeps it also where that one has hung up while others wrote', async () => {
		const { id } = await subscribed();
		await deals('Acme website');
		let goOn = () => {};
		const others = fluid.service.database.write(
			fluid.workspaceId,
			() => new Promise<void>((resolve) => (goOn = resolve)),
		);
		const asking = request(`${fluid.url}/api-webhooks/${id}/pull`, {
			method: 'POST',
			headers: { authorization: `Bearer ${fluid.key}` },
		});
		asking.on('error', () => undefined).end();
		await once(asking, 'finish');
		await fluid.get('/api-me');
		asking.destroy();
		await fluid.get('/api-me');
		goOn();
		await others;

		expect((await fetched(id)).map(named)).toEqual(['Acme website']);
	});

	test('answers whoever waits at once when it is paused, or deleted', async () => {
		const { id } = await subscribed();
		const startedAt = performance.now();
		const waiting = fluid.post(`/api-webhooks/${id}/pull`, { wait_seconds: 20 });
		await fluid.patch(`/api-webhooks/${id}`, { status: 'paused' });
		expect((await waiting).body.code).toBe('webhook_paused');

		await fluid.patch(`/api-webhooks/${id}`, { status: 'active' });
		const further = fluid.post(`/api-webhooks/${id}/pull`, { wait_seconds: 20 });
		await fluid.delete(`/api-webhooks/${id}`);
		expect((await further).body.code).toBe('webhook_not_found');
		expect(performance.now() - startedAt).toBeLessThan(15_000);
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
		const start = time.toISOString();
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
		expect((await fetched(id)).map(named)).toEqual(['First', 'Second']);
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
		expect((await fetched(third.id)).map(named)).toEqual(['Waiting', 'Missed']);
	});

	test('does not keep for ever what nobody fetches', async () => {
		const { id } = await subscribed();
		await deals('Acme website');
		later(31 * 24 * 60 * 60);
		await deals('Of today');

		await removeOld(fluid.service.database, time);

		expect((await fetched(id)).map(named)).toEqual(['Of today']);
		const row = await fluid.service.database.get(sql`select count(*) as count from events`);
		expect(row).toEqual({ count: 1 });
	});
});

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
		expect((await fetched(webhook.id)).map(named)).toEqual(['Third']);
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
			['First', 'Second', 'Third'].filter((name) => name !== named(due[0] as PulledDelivery)),
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
