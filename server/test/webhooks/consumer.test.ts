import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FluidFixture, startFluid } from '../../../test/support/fluid';
import { Receiver } from '../../../test/support/receiver';
import { sql } from '../../src/database/sql';
import { limits } from '../../src/limits';
import { MOST_CONSUMERS } from '../../src/webhooks/consumers';

let fluid: FluidFixture;
let receiver: Receiver;
let name: string;
let count = 0;

beforeAll(async () => {
	limits.graceMs = 0;
	fluid = await startFluid({ FLUID_RETRY_SCHEDULE: '1s,1s,1s' });
});
beforeEach(async () => {
	receiver = await Receiver.start();
	count += 1;
	name = `consumer-${count}`;
});
afterEach(async () => {
	for (const { id } of (await fluid.get('/api-webhooks')).body.data)
		await fluid.delete(`/api-webhooks/${id}`);
	await receiver.stop();
});
afterAll(() => fluid.stop());

const subscribe = async (more: object = {}) =>
	fluid.post('/api-webhooks', {
		url: receiver.url,
		events: ['deal.created'],
		consumer: name,
		...more,
	});
const consumers = async () => (await fluid.get('/api-consumers?limit=200')).body.data;
const consumer = async () => (await consumers()).find((one: { name: string }) => one.name === name);
const names = () => receiver.received.map(({ event }) => event.data.deal?.name);

test('subscribing several times at once counts what is sent because of it', async () => {
	for (let round = 0; round < 5; round += 1) {
		const { body } = await subscribe();
		await fluid.delete(`/api-webhooks/${body.id}`);
		const deals = Array.from({ length: 200 }, (_, at) => ({ name: `Deal ${round}-${at}` }));
		await fluid.ingest({ deals });
		const answers = await Promise.all(
			[1, 2, 3, 4, 5, 6, 7, 8].map(() => subscribe({ catch_up: true })),
		);
		const counts = answers.map((answer) => answer.body.caught_up);
		expect([round, Math.max(...counts)]).toEqual([round, 200]);
		await receiver.waitFor(200 * (round + 1));
	}
	expect(new Set(names()).size).toBe(1_000);
	expect(names()).toHaveLength(1_000);
});

describe('a name', () => {
	test.each(['', '.', '..', 'a b', 'ü', 'a/b', 'a'.repeat(101)])('cannot be %j', async (wrong) => {
		const { status, body } = await subscribe({ consumer: wrong });
		expect([status, body.errors[0].pointer]).toEqual([422, '/consumer']);
	});

	test('that is new says since when it lacks events only where it catches up, as it is new once', async () => {
		const { status, body } = await subscribe({ catch_up_since: new Date().toISOString() });
		expect([status, body.errors[0].pointer]).toEqual([422, '/catch_up']);
		expect(await consumer()).toBeUndefined();
	});

	test('lacks no events from a time to come: a local time that was sent as UTC', async () => {
		const hourAhead = new Date(Date.now() + 60 * 60 * 1000).toISOString();
		const { status, body } = await subscribe({ catch_up: true, catch_up_since: hourAhead });
		expect([status, body.errors[0].pointer]).toEqual([422, '/catch_up_since']);
		expect(body.errors[0].detail).toContain('This time is in the future');
		const minuteAhead = new Date(Date.now() + 60 * 1000).toISOString();
		expect((await subscribe({ catch_up: true, catch_up_since: minuteAhead })).status).toBe(201);
	});

	test('that says what has arrived says since when, as that is left out of what happened since', async () => {
		const arrived = ['evt_01m8t52kqvk5e9tp3zxw1hn7db'];
		const { status, body } = await subscribe({ catch_up: true, catch_up_without: arrived });
		expect([status, body.errors[0].pointer]).toEqual([422, '/catch_up_since']);
		expect(await consumer()).toBeUndefined();
	});

	test('that says what has arrived says it by the IDs of events', async () => {
		const since = new Date().toISOString();
		for (const wrong of ['abc', '', 'dlv_01m8t52kqvk5e9tp3zxw1hn7db']) {
			const what = { catch_up: true, catch_up_since: since, catch_up_without: [wrong] };
			const { status, body } = await subscribe(what);
			expect([status, body.errors[0].pointer]).toEqual([422, '/catch_up_without/0']);
		}
		expect(await consumer()).toBeUndefined();
	});

	test('is needed to catch up', async () => {
		const { status, body } = await fluid.post('/api-webhooks', {
			url: receiver.url,
			events: ['deal.created'],
			catch_up: true,
		});
		expect([status, body.errors[0].pointer]).toEqual([422, '/consumer']);
	});

	test('is listed with its webhook, and with since when that is gone', async () => {
		const { body } = await subscribe();
		expect(await consumer()).toMatchObject({ webhook_id: body.id, missing_since: null });
		await fluid.delete(`/api-webhooks/${body.id}`);
		const gone = await consumer();
		expect(gone.webhook_id).toBeNull();
		expect(Date.now() - Date.parse(gone.missing_since)).toBeLessThan(5_000);
	});

	test('is of one workspace', async () => {
		const { body } = await subscribe();
		const other = await fluid.otherWorkspace(`Client of ${name}`);
		const { status } = await other.post('/api-webhooks', {
			url: receiver.url,
			events: ['deal.created'],
			consumer: name,
		});
		expect(status).toBe(201);
		expect((await fluid.get(`/api-webhooks/${body.id}`)).status).toBe(200);
		expect((await other.get('/api-consumers')).body.data).toHaveLength(1);
	});

	test('is forgotten with its log once it has no webhook', async () => {
		const { body } = await subscribe();
		await fluid.deal({ name: 'Arrived' });
		await receiver.waitFor(1);
		const inUse = await fluid.delete(`/api-consumers/${name}`);
		expect([inUse.status, inUse.body.code]).toEqual([409, 'consumer_in_use']);
		await fluid.delete(`/api-webhooks/${body.id}`);

		expect((await fluid.delete(`/api-consumers/${name}`)).status).toBe(204);

		expect(await consumer()).toBeUndefined();
		expect((await fluid.delete(`/api-consumers/${name}`)).body.code).toBe('consumer_not_found');
		const left = await fluid.service.database.all(
			sql`select id from deliveries where queue_id = ${body.id}`,
		);
		expect(left).toEqual([]);
	});
});

describe('subscribing under a name that has a webhook', () => {
	test('replaces that one: another id, another secret, and a late delete touches nothing', async () => {
		const before = (await subscribe()).body;
		const { body } = await subscribe({ events: ['deal.created', 'deal.won'] });

		expect(body.id).not.toBe(before.id);
		expect(body.secret).not.toBe(before.secret);
		expect((await fluid.delete(`/api-webhooks/${before.id}`)).body.code).toBe('webhook_not_found');
		expect(
			(await fluid.get('/api-webhooks')).body.data.map(({ id }: { id: string }) => id),
		).toEqual([body.id]);
		expect(await consumer()).toMatchObject({ webhook_id: body.id, missing_since: null });
	});

	test('takes over what waits, in its order, and the log', async () => {
		receiver.answer(500);
		await subscribe();
		for (const deal of ['First', 'Second', 'Third']) {
			await fluid.deal({ name: deal });
			await receiver.waitFor(receiver.received.length + 1);
		}
		receiver.received.length = 0;
		receiver.answer(200);

		const { body } = await subscribe();

		await receiver.waitFor(3);
		expect(names().sort()).toEqual(['First', 'Second', 'Third']);
		const attempts = async () =>
			(await fluid.get(`/api-webhooks/${body.id}/deliveries`)).body.data.map(
				(one: { attempts: unknown[] }) => one.attempts.length,
			);
		await expect.poll(attempts).toEqual([2, 2, 2]);
	});

	test('gives its subscriber the time to store the new secret', async () => {
		receiver.answer(500);
		await subscribe();
		await fluid.deal({ name: 'Waits' });
		await receiver.waitFor(1);
		limits.graceMs = 2_500;

		await subscribe();

		// The time itself is what is tested: the next try would be after one second.
		await new Promise((resolve) => setTimeout(resolve, 2_000));
		expect(receiver.received).toHaveLength(1);
		await receiver.waitFor(2);
		limits.graceMs = 0;
	});

	test('does not send again what is on its way and arrives', async () => {
		receiver.respondWith((response) => void setTimeout(() => response.end(), 400));
		await subscribe();
		await fluid.deal({ name: 'On its way' });
		await receiver.waitFor(1);

		const { body } = await subscribe({ catch_up: true });

		const statuses = async () =>
			(await fluid.get(`/api-webhooks/${body.id}/deliveries`)).body.data.map(
				({ status }: { status: string }) => status,
			);
		await expect.poll(statuses).toEqual(['succeeded']);
		expect(names()).toEqual(['On its way']);
	});
});

describe('a webhook', () => {
	const plain = async () =>
		(await fluid.post('/api-webhooks', { url: receiver.url, events: ['deal.created'] })).body;

	test('can be given a consumer later, which knows what has arrived', async () => {
		const { id } = await plain();
		await fluid.deal({ name: 'Before' });
		await receiver.waitFor(1);

		expect((await fluid.patch(`/api-webhooks/${id}`, { consumer: name })).body.consumer).toBe(name);
		expect((await fluid.patch(`/api-webhooks/${id}`, { consumer: name })).status).toBe(200);

		await fluid.delete(`/api-webhooks/${id}`);
		await fluid.deal({ name: 'While gone' });
		const { body } = await subscribe({ catch_up: true });
		expect(body.caught_up).toBe(1);
		await receiver.waitFor(2);
		expect(names()).toEqual(['Before', 'While gone']);
	});

	test('keeps its consumer, and takes no name that somebody has', async () => {
		const { id } = (await subscribe()).body;
		const other = await fluid.patch(`/api-webhooks/${id}`, { consumer: 'other' });
		expect([other.status, other.body.errors[0].pointer]).toEqual([422, '/consumer']);
		const taken = await fluid.patch(`/api-webhooks/${(await plain()).id}`, { consumer: name });
		expect([taken.status, taken.body.errors[0].pointer]).toEqual([422, '/consumer']);
	});

	test('keeps queue and secret when its URL, events and filters change', async () => {
		receiver.answer(500);
		const { id } = (await subscribe()).body;
		await fluid.deal({ name: 'Waits' });
		await receiver.waitFor(1);
		const second = await Receiver.start();

		await fluid.patch(`/api-webhooks/${id}`, { url: second.url, events: ['deal.won'] });

		const [{ event, headers }] = (await second.waitFor(1)) as [(typeof second.received)[0]];
		expect(event.data.deal?.name).toBe('Waits');
		expect(String(headers['webhook-signature']).split(' ')).toHaveLength(1);
		await second.stop();
	});
});

test('a thousand consumers are the most, of which one makes room that was gone for as long as events are kept', async () => {
	const crowded = await startFluid();
	const longGone = '2020-01-01T00:00:00.000Z';
	await crowded.service.database.writeService(async (transaction) => {
		for (let number = 0; number < MOST_CONSUMERS; number += 1)
			await transaction.run(sql`
				insert into consumers (workspace_id, name, queue_id, missing_since, seen_sequence, created_at)
				values (${crowded.workspaceId}, ${`gone-${number}`}, ${`queue-${number}`}, ${new Date().toISOString()}, 0, ${longGone})`);
	});
	const input = { url: receiver.url, events: ['deal.created'], consumer: name };

	expect((await crowded.post('/api-webhooks', input)).body.code).toBe('too_many_consumers');

	await crowded.service.database.writeService((transaction) =>
		transaction.run(sql`update consumers set missing_since = ${longGone} where name = 'gone-7'`),
	);
	expect((await crowded.post('/api-webhooks', input)).status).toBe(201);
	expect((await crowded.delete('/api-consumers/gone-7')).status).toBe(404);
	await crowded.stop();
});
