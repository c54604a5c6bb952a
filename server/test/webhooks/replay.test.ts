import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Delivery } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';
import { laterMillisecond } from '../../../test/support/laterMillisecond';
import { Receiver } from '../../../test/support/receiver';
import { sql } from '../../src/database/sql';
import { newId } from '../../src/values/ids';
import { countHeld } from '../../src/webhooks/deliveryLog';

const fluid = fluidForFile();
let receiver: Receiver;
let path: string;

beforeEach(async () => {
	receiver = await Receiver.start();
	const { body } = await fluid.post('/api-webhooks', {
		url: receiver.url,
		events: ['deal.created'],
	});
	path = `/api-webhooks/${body.id}`;
});
afterEach(async () => {
	await fluid.delete(path);
	await receiver.stop();
});

const pause = () => fluid.patch(path, { status: 'paused' });
const resume = () => fluid.patch(path, { status: 'active' });
const replay = (since: string) => fluid.post(`${path}/replay`, { since });
const held = async (): Promise<Delivery[]> =>
	(await fluid.get(`${path}/deliveries?status=held`)).body.data;

/** A moment behind everything so far, and before everything to come. */
async function between(): Promise<string> {
	await laterMillisecond();
	const moment = new Date().toISOString();
	await laterMillisecond();
	return moment;
}

test('a replay of a time in which nothing can have happened is refused, and says what to change', async () => {
	const [yesterday, now, tomorrow] = [-1, 0, 1].map((days) =>
		new Date(Date.now() + days * 24 * 60 * 60 * 1000).toISOString(),
	);
	const future = await fluid.post(`${path}/replay`, { since: tomorrow });
	expect([future.status, future.body.errors[0].pointer]).toEqual([422, '/since']);
	expect(future.body.errors[0].detail).toContain('This time is in the future');
	const turned = await fluid.post(`${path}/replay`, { since: now, until: yesterday });
	expect([turned.status, turned.body.errors[0].pointer]).toEqual([422, '/until']);
	expect(turned.body.errors[0].detail).toContain('Exchange the two');
});

test('a replay leaves what happened earlier held, whenever it was held', async () => {
	receiver.respondWith(() => {});
	const early = await fluid.deal({ name: 'Early' });
	const afterEarly = await between();
	await fluid.deal({ name: 'Late' });
	await receiver.waitFor(2);
	// Both are replayed and held again, later than either happened.
	await replay(early.created_at);
	await receiver.waitFor(4);
	await pause();
	await resume();
	receiver.answer(200);

	const before = (await held()).map(({ event_id }) => event_id);
	const { body } = await replay(afterEarly);
	expect(body.replayed).toBe(1);
	const late = (await receiver.waitFor(5)).at(-1)?.event.id;
	const kept = before.filter((id) => id !== late);
	expect(kept.length).toBeGreaterThan(0);
	expect((await held()).map(({ event_id }) => event_id)).toEqual(kept);
});

test('what is held is offered from the time its first event happened', async () => {
	const deal = await fluid.deal({ name: 'Acme website' });
	await receiver.waitFor(1);
	await between();
	receiver.respondWith(() => {});
	await replay(deal.created_at);
	await receiver.waitFor(2);
	await pause();
	const [, id = ''] = path.split('/api-webhooks/');
	expect(await countHeld(fluid.service.database, { queue_id: id })).toEqual({
		count: 1,
		since: deal.created_at,
	});
});

test('a held delivery that is sent anew takes its attempts with it', async () => {
	receiver.answer(500);
	const deal = await fluid.deal({ name: 'Acme website' });
	await expect
		.poll(async () => (await fluid.get(`${path}/deliveries`)).body.data[0].attempts.length)
		.toBe(1);
	await pause();
	const [{ id }] = (await held()) as [Delivery];
	await resume();
	await replay(deal.created_at);
	const attempts = await fluid.service.database.all(
		sql`select number from attempts where delivery_id = ${id}`,
	);
	expect(attempts).toEqual([]);
});

test('hundreds of events are sent again, each once', async () => {
	await pause();
	const since = await between();
	const deals = Array.from({ length: 250 }, (_, index) => ({ name: `Lead ${index + 1}` }));
	await fluid.ingest({ deals });
	await resume();
	const { status, body } = await replay(since);
	expect([status, body]).toEqual([202, { replayed: 250 }]);
	const calls = await receiver.waitFor(250);
	expect(new Set(calls.map(({ event }) => event.data.deal?.name)).size).toBe(250);
	expect(await held()).toEqual([]);
});

describe('only what was missed', () => {
	const missed = (since: string, more: object = {}, query = '') =>
		fluid.post(`${path}/replay${query}`, { since, only_missed: true, ...more });
	const names = () => receiver.received.map(({ event }) => event.data.deal?.name);
	const statuses = async (): Promise<string[]> =>
		(await fluid.get(`${path}/deliveries`)).body.data.map(({ status }: Delivery) => status);

	/** Has every delivery that waits for its next try given up. */
	async function giveUp(): Promise<void> {
		await fluid.service.database.writeService((transaction) =>
			transaction.run(sql`
				update deliveries set status = 'failed', next_attempt_at = null, claimed_until = null
				where queue_id = ${path.split('/').at(-1) as string} and status = 'pending'`),
		);
	}

	/** One deal that arrived, one whose delivery failed, one that was held. */
	async function threeDeals(): Promise<string> {
		const since = (await fluid.deal({ name: 'Arrived' })).created_at;
		await expect.poll(statuses).toEqual(['succeeded']);
		receiver.answer(500);
		await fluid.deal({ name: 'Failed' });
		await receiver.waitFor(2);
		await expect
			.poll(async () => (await fluid.get(`${path}/deliveries`)).body.data[0].attempts.length)
			.toBe(1);
		await giveUp();
		await pause();
		await fluid.deal({ name: 'Held' });
		await resume();
		receiver.answer(200);
		expect(await statuses()).toEqual(['held', 'failed', 'succeeded']);
		receiver.received.length = 0;
		return since;
	}

	test('is sent, each event once, and what arrived is not', async () => {
		const since = await threeDeals();

		expect((await missed(since)).body).toEqual({ replayed: 2 });

		await receiver.waitFor(2);
		expect(names().sort()).toEqual(['Failed', 'Held']);
		await expect.poll(statuses).toEqual(['succeeded', 'succeeded', 'failed', 'succeeded']);
		expect((await missed(since)).body).toEqual({ replayed: 0 });
	});

	test('is counted by a dry run, which sends nothing', async () => {
		const since = await threeDeals();
		const before = await statuses();

		const dry = await missed(since, {}, '?dry_run=true');
		expect([dry.status, dry.body]).toEqual([200, { replayed: 2 }]);
		const all = await fluid.post(`${path}/replay?dry_run=true`, { since });
		expect([all.status, all.body]).toEqual([200, { replayed: 3 }]);

		expect(await statuses()).toEqual(before);
		expect(receiver.received).toEqual([]);
	});

	test('is one event though several deliveries of it failed or were held', async () => {
		const since = await threeDeals();
		for (const status of ['failed', 'held'])
			await fluid.service.database.writeService((transaction) =>
				transaction.run(sql`
					insert into deliveries (workspace_id, id, queue_id, event_id, event_type, status, attempts, created_at)
					select workspace_id, ${newId('dlv')}, queue_id, event_id, event_type, ${status}, 0, created_at
					from deliveries where status = 'failed' order by id limit 1`),
			);
		expect((await missed(since, {}, '?dry_run=true')).body).toEqual({ replayed: 2 });
		expect((await missed(since)).body).toEqual({ replayed: 2 });
		await receiver.waitFor(2);
		expect(names().sort()).toEqual(['Failed', 'Held']);
	});

	test('is found among hundreds of deliveries', async () => {
		await pause();
		const since = await between();
		const deals = Array.from({ length: 250 }, (_, index) => ({ name: `Lead ${index + 1}` }));
		await fluid.ingest({ deals });
		await resume();
		expect((await missed(since, {}, '?dry_run=true')).body).toEqual({ replayed: 250 });
		expect((await missed(since)).body).toEqual({ replayed: 250 });
		await receiver.waitFor(250);
		expect(new Set(names()).size).toBe(250);
	});

	test('ends where it is asked to, and does not reach to what no longer passes the filters', async () => {
		await pause();
		const since = await between();
		await fluid.deal({ name: 'Early' });
		const until = await between();
		await fluid.deal({ name: 'Late' });
		await resume();
		expect((await missed(since, { until }, '?dry_run=true')).body).toEqual({ replayed: 1 });
		await fluid.patch(path, { events: ['deal.won'] });
		expect((await missed(since)).body).toEqual({ replayed: 0 });
	});
});

test('what happened before the webhook was made is left out where that is said', async () => {
	const { created_at } = await fluid.deal({ name: 'Older' });
	await between();
	const { body: made } = await fluid.post('/api-webhooks', {
		url: receiver.url,
		events: ['deal.created'],
	});
	await fluid.deal({ name: 'Newer' });
	await receiver.waitFor(3);
	const count = async (more: object) =>
		(
			await fluid.post(`/api-webhooks/${made.id}/replay?dry_run=true`, {
				since: created_at,
				...more,
			})
		).body.replayed;
	expect(await count({ include_older: false })).toBe(1);
	expect(await count({ include_older: true })).toBe(2);
	// As it was before one could say so: n8n's trigger fetches by it what its earlier webhook missed.
	expect(await count({})).toBe(2);
	await fluid.delete(`/api-webhooks/${made.id}`);
});

test('an option that a replay does not have is refused', async () => {
	const { status, body } = await fluid.post(`${path}/replay?dryrun=true`, {
		since: '2026-11-24T09:00:00Z',
	});
	expect([status, body.code]).toEqual([422, 'invalid_input']);
});
