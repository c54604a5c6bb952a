import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Delivery } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';
import { laterMillisecond } from '../../../test/support/laterMillisecond';
import { Receiver } from '../../../test/support/receiver';
import { sql } from '../../src/database/sql';
import { limits } from '../../src/limits';
import { finishBacklogs } from '../../src/webhooks/backlog';

const fluid = fluidForFile({ FLUID_RETRY_SCHEDULE: '1h', FLUID_RATE_LIMIT: '0' });
let receiver: Receiver;
let count = 0;

beforeEach(async () => {
	receiver = await Receiver.start();
	count += 1;
});
afterEach(async () => {
	for (const { id } of (await fluid.get('/api-webhooks')).body.data)
		await fluid.delete(`/api-webhooks/${id}`);
	await receiver.stop();
});

type Subscribed = { path: string; id: string };

async function subscribe(more: object = {}): Promise<Subscribed> {
	const events = ['deal.created', 'deal.updated'];
	const all = { url: receiver.url, events, ordering: 'per_object', ...more };
	const { status, body } = await fluid.post('/api-webhooks', all);
	expect(status).toBe(201);
	return { path: `/api-webhooks/${body.id}`, id: body.id };
}

/** Deals and their values as they arrived. */
const arrivals = () =>
	receiver.received.map(({ event: { data } }) => `${data.deal?.name} ${data.deal?.value}`);
const logOf = async ({ path }: Subscribed, status = ''): Promise<Delivery[]> =>
	(await fluid.get(`${path}/deliveries?limit=200${status && `&status=${status}`}`)).body.data;
const deal = (name: string, value = 1) => fluid.deal({ name, value });
const change = ({ id }: { id: string }, value: number) => fluid.deal({ id, value });

/** Answers 500 to events of a deal of this name, and 200 to others. */
function failFor(name: string): void {
	receiver.respondWith((response, { event }) =>
		response.writeHead(event.data.deal?.name === name ? 500 : 200).end(),
	);
}

async function moment(): Promise<string> {
	await laterMillisecond();
	const at = new Date().toISOString();
	await laterMillisecond();
	return at;
}

/** Two events of Acme, of which the first was not taken, and one of Globex that was. */
async function stuck(webhook: Subscribed) {
	failFor('Acme');
	const acme = await deal('Acme');
	await receiver.waitFor(1);
	await change(acme, 2);
	await deal('Globex');
	await receiver.waitFor(2);
	await settled();
	expect(arrivals()).toEqual(['Acme 1', 'Globex 1']);
	const [globex, second, first] = (await logOf(webhook)) as [Delivery, Delivery, Delivery];
	receiver.received.length = 0;
	receiver.answer(200);
	return { acme, first, second, globex };
}

/** Resolves when all that is due was tried, and the outcome of all but so many is written. */
async function settled(onTheirWay = 0): Promise<void> {
	const counts = () =>
		fluid.service.database.get(sql`
			select count(*) filter (where status = 'pending' and next_attempt_at <= ${new Date().toISOString()}) as due,
				count(*) filter (where claimed_until is not null) as claimed
			from deliveries`);
	await expect
		.poll(counts, { timeout: 10_000, interval: 5 })
		.toEqual({ due: 0, claimed: onTheirWay });
}

describe('the next event of a deal waits until the one before', () => {
	test('has arrived, and events of other deals flow', async () => {
		const webhook = await subscribe();
		const { acme, first, second, globex } = await stuck(webhook);

		expect(first).toMatchObject({ status: 'pending', waits_for: null });
		expect(second).toMatchObject({
			status: 'pending',
			waits_for: first.id,
			next_attempt_at: null,
			attempts: [],
		});
		expect(globex).toMatchObject({ status: 'succeeded', waits_for: null });

		await change(acme, 3);
		await fluid.post(`${webhook.path}/deliveries/${first.id}/retry`);
		await receiver.waitFor(3);
		expect(arrivals()).toEqual(['Acme 1', 'Acme 2', 'Acme 3']);
	});

	test('was skipped by hand', async () => {
		const webhook = await subscribe();
		const { first } = await stuck(webhook);
		const skip = () => fluid.post(`${webhook.path}/deliveries/${first.id}/skip`);

		const { status, body } = await skip();
		await receiver.waitFor(1);
		await settled();

		expect([status, body.status, body.next_attempt_at]).toEqual([200, 'skipped', null]);
		expect(arrivals()).toEqual(['Acme 2']);
		expect((await skip()).body.status).toBe('skipped');
		expect(await logOf(webhook, 'skipped')).toMatchObject([{ id: first.id }]);
		// It can be sent after all.
		await fluid.post(`${webhook.path}/deliveries/${first.id}/retry`);
		await receiver.waitFor(2);
		expect((await skip()).body.status).toMatch(/pending|succeeded/);
	});

	test('was given up', async () => {
		const webhook = await subscribe();
		const { first } = await stuck(webhook);
		receiver.answer(500);
		await fluid.post(`${webhook.path}/deliveries/${first.id}/retry`);
		await receiver.waitFor(2);

		expect(arrivals()).toEqual(['Acme 1', 'Acme 2']);
		expect((await logOf(webhook)).find(({ id }) => id === first.id)?.status).toBe('failed');
	});

	test('also of a contact, where they are about no deal', async () => {
		await subscribe({ events: ['contact.created', 'contact.updated'] });
		receiver.answer(500);
		const ada = await fluid.post('/api-contacts', { name: 'Ada' });
		await receiver.waitFor(1);
		await fluid.patch(`/api-contacts/${ada.body.id}`, { title: 'CTO' });
		await fluid.post('/api-contacts', { name: 'Grace' });
		await receiver.waitFor(2);
		await settled();

		const contacts = receiver.received.map(({ event: { type, data } }) => [
			type,
			data.contact?.name,
		]);
		expect(contacts).toEqual([
			['contact.created', 'Ada'],
			['contact.created', 'Grace'],
		]);
	});

	test('by change, where each change is delivered', async () => {
		const events = ['deal.created', 'deal.updated', 'deal.won', 'contact.created'];
		const webhook = await subscribe({ deliver: 'each_change', events });
		const name = `Acme ${count}`;
		failFor(name);
		const acme = await fluid.deal({ name, contact: { name: 'Ada' } });
		await receiver.waitFor(1);
		await fluid.deal({ id: acme.id, status: 'won' });
		await settled();
		receiver.answer(200);
		const [second, first] = await logOf(webhook);
		expect(second?.waits_for).toBe(first?.id);
		await fluid.post(`${webhook.path}/deliveries/${first?.id}/retry`);
		await receiver.waitFor(3);

		const types = receiver.received.map(
			({ event }) => (event as unknown as { types: string[] }).types,
		);
		expect(types.slice(1)).toEqual([
			['deal.created', 'contact.created'],
			['deal.won', 'deal.updated'],
		]);
	});
});

test('without ordering nothing waits', async () => {
	const webhook = await subscribe({ ordering: 'none' });
	failFor('Acme');
	const acme = await deal('Acme');
	await receiver.waitFor(1);
	await change(acme, 2);
	await receiver.waitFor(2);

	expect(arrivals()).toEqual(['Acme 1', 'Acme 2']);
	expect((await logOf(webhook)).map(({ waits_for }) => waits_for)).toEqual([null, null]);
});

test('skipping says what to do when there is no such delivery', async () => {
	const { path } = await subscribe();
	const { status, body } = await fluid.post(`${path}/deliveries/dlv_none/skip`);
	expect([status, body.code]).toEqual([404, 'delivery_not_found']);
});

describe('many deals with ten changes each', () => {
	const DEALS = 100;
	const CHANGES = 10;
	const impatient = fluidForFile({
		FLUID_RETRY_SCHEDULE: Array.from({ length: 60 }, () => '5ms').join(','),
		FLUID_RATE_LIMIT: '0',
	});

	test('arrive in order at a receiver that fails one in five, each once', async () => {
		let tries = 0;
		const taken: Array<{ deal: string; value: number }> = [];
		receiver.respondWith((response, { event: { data } }) => {
			tries += 1;
			// By turns, but not in step with the rounds.
			const isTaken = (tries * 7) % 10 > 1;
			if (isTaken) taken.push({ deal: data.deal?.id ?? '', value: data.deal?.value ?? -1 });
			response.writeHead(isTaken ? 200 : 500).end();
		});
		const events = ['deal.created', 'deal.updated'];
		const webhook = { url: receiver.url, events, ordering: 'per_object' };
		await impatient.post('/api-webhooks', webhook);
		for (let value = 0; value < CHANGES; value += 1)
			await impatient.ingest({
				deals: Array.from({ length: DEALS }, (_, index) => ({
					external_id: `deal-${index}`,
					name: `Deal ${index}`,
					value,
				})),
			});

		await expect.poll(() => taken.length, { timeout: 60_000 }).toBe(DEALS * CHANGES);
		const byDeal = Map.groupBy(taken, ({ deal }) => deal);
		expect(byDeal.size).toBe(DEALS);
		for (const one of byDeal.values())
			expect(one.map(({ value }) => value)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
		expect(tries).toBeGreaterThan(DEALS * CHANGES * 1.1);
	}, 90_000);
});

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
		const since = await moment();
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

describe('a delivery that is skipped while it is on its way', () => {
	const inFlight = async () => {
		const webhook = await subscribe();
		let answer: (status: number) => void = () => {};
		receiver.respondWith((response) => {
			answer = (status) => response.writeHead(status).end();
		});
		const acme = await deal('Acme');
		await receiver.waitFor(1);
		await change(acme, 2);
		await settled(1);
		const [, first] = await logOf(webhook);
		await fluid.post(`${webhook.path}/deliveries/${first?.id}/skip`);
		await settled(1);
		expect(arrivals()).toEqual(['Acme 1']);
		const answerFirst = answer;
		receiver.answer(200);
		return { webhook, id: first?.id, answerFirst };
	};
	const statusOf = async (webhook: Subscribed, id: string | undefined) =>
		(await logOf(webhook)).find((one) => one.id === id)?.status;

	test('stays skipped when that fails', async () => {
		const { webhook, id, answerFirst } = await inFlight();
		answerFirst(500);
		await receiver.waitFor(2);
		expect(arrivals()).toEqual(['Acme 1', 'Acme 2']);
		expect(await statusOf(webhook, id)).toBe('skipped');
	});

	test('is tried again when that fails, if it was asked for meanwhile', async () => {
		const { webhook, id, answerFirst } = await inFlight();
		const { body } = await fluid.post(`${webhook.path}/deliveries/${id}/retry`);
		expect(body.status).toBe('pending');
		answerFirst(500);
		const attempts = async () => (await logOf(webhook)).find((one) => one.id === id)?.attempts;
		await expect.poll(attempts).toHaveLength(1);
		expect(await statusOf(webhook, id)).toBe('pending');
		expect(arrivals()).toEqual(['Acme 1']);
		await fluid.post(`${webhook.path}/deliveries/${id}/retry`);
		await receiver.waitFor(3);
		expect(arrivals()).toEqual(['Acme 1', 'Acme 1', 'Acme 2']);
	});

	test('has arrived when that arrives', async () => {
		const { webhook, id, answerFirst } = await inFlight();
		answerFirst(200);
		await receiver.waitFor(2);
		expect(arrivals()).toEqual(['Acme 1', 'Acme 2']);
		expect(await statusOf(webhook, id)).toBe('succeeded');
	});
});
