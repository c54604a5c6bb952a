import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FluidFixture, startFluid } from '../../../test/support/fluid';
import { Receiver } from '../../../test/support/receiver';
import { sql } from '../../src/database/sql';
import { limits } from '../../src/limits';
import { removeOld } from '../../src/retention';

const DAY_MS = 86_400_000;

let fluid: FluidFixture;
let receiver: Receiver;
let name: string;
let count = 0;
let daysLater = 0;

beforeAll(async () => {
	limits.graceMs = 0;
	fluid = await startFluid({ FLUID_RETRY_SCHEDULE: '1h', FLUID_RATE_LIMIT: '0' }, now);
});
beforeEach(async () => {
	receiver = await Receiver.start();
	count += 1;
	name = `consumer-${count}`;
	daysLater = 0;
});
afterEach(async () => {
	for (const { id } of (await fluid.get('/api-webhooks')).body.data)
		await fluid.delete(`/api-webhooks/${id}`);
	await receiver.stop();
});
afterAll(() => fluid.stop());

function now(): Date {
	return new Date(Date.now() + daysLater * DAY_MS);
}

const subscribe = async (more: object = { catch_up: true }) => {
	const input = { url: receiver.url, events: ['deal.created'], consumer: name, ...more };
	const { status, body } = await fluid.post('/api-webhooks', input);
	expect(status).toBe(201);
	return body;
};
const unsubscribe = ({ id }: { id: string }) => fluid.delete(`/api-webhooks/${id}`);
const deal = (called: string, more: object = {}) => fluid.deal({ name: called, ...more });
const deals = (called: string, many: number) =>
	fluid.ingest({
		deals: Array.from({ length: many }, (_, index) => ({ name: `${called} ${index}` })),
	});
const names = () => receiver.received.map(({ event }) => event.data.deal?.name);
const arrive = async (...expected: string[]) => {
	await expect.poll(() => names().sort(), { timeout: 5_000 }).toEqual([...expected].sort());
	await settled();
	expect(names()).toHaveLength(expected.length);
};
/** What should not come would have come by then. */
async function settled(): Promise<void> {
	const catchingUp = sql`select count(*) as count from webhooks where is_catching_up = 1`;
	await expect
		.poll(() => fluid.service.database.get(catchingUp), { timeout: 10_000 })
		.toEqual({ count: 0 });
	await fluid.everythingTried();
}
/** Those of deleted webhooks go at any moment. */
const attempts = async () =>
	(
		await fluid.service.database.get<{ count: number }>(sql`
			select count(*) as count from attempts join deliveries on deliveries.id = attempts.delivery_id
				join webhooks on webhooks.queue_id = deliveries.queue_id`)
	)?.count as number;
/** A deal that does not arrive, and waits for its next try. */
async function waiting(...called: string[]): Promise<void> {
	receiver.answer(500);
	for (const one of called) {
		const before = receiver.received.length;
		await deal(one);
		await receiver.waitFor(before + 1);
	}
	await settled();
	receiver.received.length = 0;
	receiver.answer(200);
}

describe('catching up brings', () => {
	test('what waited and what happened since, the oldest first, each once', async () => {
		const webhook = await subscribe();
		await deal('Arrived');
		await receiver.waitFor(1);
		await waiting('Waited 1', 'Waited 2');
		await unsubscribe(webhook);
		await deal('Since 1');
		await deal('Since 2');

		const { caught_up, left_out, expired } = await subscribe();

		expect({ caught_up, left_out, expired }).toEqual({ caught_up: 4, left_out: 0, expired: false });
		await deal('Now');
		await arrive('Waited 1', 'Waited 2', 'Since 1', 'Since 2', 'Now');
		expect((await subscribe()).caught_up).toBe(0);
	});

	test(
		'thousands, in order, and what happens meanwhile behind them',
		{ timeout: 60_000 },
		async () => {
			const webhook = await subscribe();
			await fluid.patch(`/api-webhooks/${webhook.id}`, { status: 'paused' });
			await deals('Held', 600);
			await unsubscribe(webhook);
			await deals('Since', 1_000);
			await deals('Later', 1_000);

			const subscribing = subscribe();
			const meanwhile = deals('Meanwhile', 300);
			const { caught_up } = await subscribing;
			await meanwhile;

			expect(caught_up).toBeGreaterThanOrEqual(2_600);
			await receiver.waitFor(2_900, 30_000);
			await settled();
			expect(new Set(names()).size).toBe(2_900);
			expect(names()).toHaveLength(2_900);
			const sequences = receiver.received.map(({ event }) => event.sequence);
			// Fifty are on their way at once, and some take longer.
			const late = sequences.filter((one, index) => one < (sequences[index - 300] ?? 0));
			expect(late).toEqual([]);
		},
	);

	test('what fits the present events and filters, and says how much is left out', async () => {
		const webhook = await subscribe({ events: ['deal.created', 'deal.won'] });
		await fluid.patch(`/api-webhooks/${webhook.id}`, { status: 'paused' });
		await deal('Held and won', { status: 'won' });
		await unsubscribe(webhook);
		await deal('Since');
		await deal('Since and won', { status: 'won' });

		const answer = await subscribe({ events: ['deal.won'], catch_up: true });

		expect([answer.caught_up, answer.left_out]).toEqual([2, 1]);
		await receiver.waitFor(2);
		await settled();
		expect(receiver.received.map(({ event }) => event.type)).toEqual(['deal.won', 'deal.won']);
		expect(names()).toEqual(['Held and won', 'Since and won']);
	});

	test('nothing that arrived, though it was to be sent once more', async () => {
		const since = new Date().toISOString();
		const webhook = await subscribe();
		await deal('Arrived');
		await receiver.waitFor(1);
		await fluid.patch(`/api-webhooks/${webhook.id}`, { status: 'paused' });
		await deal('Held');
		await fluid.patch(`/api-webhooks/${webhook.id}`, { status: 'active' });
		receiver.answer(500);
		const before = await attempts();
		await fluid.post(`/api-webhooks/${webhook.id}/replay`, { since });
		await receiver.waitFor(3);
		await expect.poll(attempts).toBe(before + 2);
		receiver.received.length = 0;
		receiver.answer(200);
		await unsubscribe(webhook);

		expect((await subscribe()).caught_up).toBe(1);

		await arrive('Held');
	});

	test('nothing that was given up: that is replay', async () => {
		const webhook = await subscribe();
		await deal('Arrived');
		await receiver.waitFor(1);
		await waiting('Given up');
		await fluid.service.database.writeService((transaction) =>
			transaction.run(sql`
				update deliveries set status = 'failed', next_attempt_at = null where status = 'pending'`),
		);
		await unsubscribe(webhook);

		expect((await subscribe()).caught_up).toBe(0);

		await arrive();
	});

	test('what was on its way when its webhook went, unless it arrives', async () => {
		receiver.respondWith((response) => void setTimeout(() => response.end(), 2_500));
		const webhook = await subscribe();
		await deal('On its way');
		await receiver.waitFor(1);
		await unsubscribe(webhook);

		const { id } = await subscribe();

		const statuses = async () =>
			(await fluid.get(`/api-webhooks/${id}/deliveries`)).body.data.map(
				({ status }: { status: string }) => status,
			);
		await expect.poll(statuses, { timeout: 6_000 }).toEqual(['succeeded']);
		expect(names()).toEqual(['On its way']);
	});

	test('nothing that was replayed meanwhile', async () => {
		const webhook = await subscribe();
		await unsubscribe(webhook);
		await deal('Replayed');
		await deal('Since');
		await fluid.service.database.writeService((transaction) =>
			transaction.run(sql`
				insert into deliveries (workspace_id, id, queue_id, event_id, event_type, status, attempts, created_at)
				select workspace_id, 'dlv_replayed', ${webhook.id}, id, type, 'succeeded', 1, timestamp from events
				where type = 'deal.created' order by sequence desc limit 1 offset 1`),
		);
		expect((await subscribe()).caught_up).toBe(1);
		await arrive('Since');
	});

	test('what happens while it is paused, in its turn', async () => {
		const { id } = await subscribe();
		await fluid.patch(`/api-webhooks/${id}`, { status: 'paused' });
		await fluid.service.database.writeService(async (transaction) => {
			await transaction.run(sql`update webhooks set is_catching_up = 1 where id = ${id}`);
			await transaction.run(sql`
				update consumers set missing_since = ${now().toISOString()}, seen_sequence = (select max(sequence) from events)
				where name = ${name}`);
		});
		await deal('Meanwhile');
		await fluid.patch(`/api-webhooks/${id}`, { status: 'active' });
		await arrive('Meanwhile');
	});

	test('what a paused webhook holds, when it is replaced', async () => {
		const webhook = await subscribe();
		await fluid.patch(`/api-webhooks/${webhook.id}`, { status: 'paused' });
		await deal('Held');
		expect((await subscribe()).caught_up).toBe(1);
		await arrive('Held');
	});

	test('nothing from before the name was new', async () => {
		await deal('Long ago');
		expect((await subscribe()).caught_up).toBe(0);
		await deal('New');
		await arrive('New');
	});

	test('the events since a time to a name that is new, without those that arrived', async () => {
		const longAgo = await deal('Long ago');
		// The time itself is what is tested: the next deal is made in a later millisecond.
		await expect.poll(() => Date.now()).toBeGreaterThan(Date.parse(longAgo.created_at));
		const since = (await deal('Arrived')).created_at;
		await deal('Missed');
		const recent = (await fluid.get(`/api-events?type=deal.created&since=${since}`)).body.data;
		const arrived = recent.find(
			({ data }: { data: { deal: { name: string } } }) => data.deal.name === 'Arrived',
		);
		const input = { catch_up: true, catch_up_since: since, catch_up_without: [arrived.id] };

		expect((await subscribe(input)).caught_up).toBe(1);

		await arrive('Missed');
		// To a name that is known it says nothing.
		expect((await subscribe(input)).caught_up).toBe(0);
	});
});

describe('without catching up', () => {
	test('delivery begins now; what waited can be replayed, and is not caught up with later', async () => {
		const since = new Date().toISOString();
		const webhook = await subscribe();
		await waiting('Waited');
		await unsubscribe(webhook);
		await deal('Since');

		const now = await subscribe({ catch_up: false });
		expect([now.caught_up, now.left_out]).toEqual([0, 1]);
		await deal('Now');
		await arrive('Now');

		await unsubscribe(now);
		const again = await subscribe();
		expect(again.caught_up).toBe(0);
		const missed = { since, only_missed: true };
		const { body } = await fluid.post(`/api-webhooks/${again.id}/replay`, missed);
		expect(body.replayed).toBe(1);
	});
});

describe('for long', () => {
	test('says that older events are lost, and brings the others', async () => {
		await unsubscribe(await subscribe());
		await deal('Too old');
		daysLater = 20;
		await deal('Kept');
		daysLater = 40;

		const { caught_up, expired } = await subscribe();

		expect([caught_up, expired]).toEqual([1, true]);
		await arrive('Kept');
	});

	test('lacks nothing in a workspace that is younger than what it asks for', async () => {
		const monthsAgo = new Date(Date.now() - 90 * 24 * 60 * 60 * 1000).toISOString();
		const input = { catch_up: true, catch_up_since: monthsAgo };
		expect((await subscribe(input)).expired).toBe(false);
	});

	test('keeps what waits as long as events are kept', async () => {
		const webhook = await subscribe();
		await waiting('Too old');
		await unsubscribe(webhook);
		daysLater = 40;
		await removeOld(fluid.service.database, now());

		const { caught_up, expired } = await subscribe();

		expect([caught_up, expired]).toEqual([0, true]);
	});
});

test('a catching up that a crash has stopped goes on by itself', async () => {
	const { id } = await subscribe();
	await deal('Arrived');
	await receiver.waitFor(1);
	await fluid.service.database.writeService(async (transaction) => {
		await transaction.run(sql`update webhooks set is_catching_up = 1 where id = ${id}`);
		await transaction.run(sql`
			update consumers set missing_since = ${now().toISOString()}, seen_sequence = (select max(sequence) from events)
			where name = ${name}`);
	});
	await deals('Meanwhile', 3);
	expect(names()).toEqual(['Arrived']);

	await expect.poll(() => names().length, { timeout: 5_000 }).toBe(4);
	await deal('Live');
	await arrive('Arrived', 'Meanwhile 0', 'Meanwhile 1', 'Meanwhile 2', 'Live');
});
