import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Delivery } from '../../../contract/types';
import { type FluidFixture, startFluid } from '../../../test/support/fluid';
import { Receiver } from '../../../test/support/receiver';
import { sql } from '../../src/database/sql';
import { heldOf } from '../../src/webhooks/deliveryLog';

let fluid: FluidFixture;
let receiver: Receiver;
let path: string;

beforeAll(async () => {
	fluid = await startFluid();
});
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
afterAll(() => fluid.stop());

const pause = () => fluid.patch(path, { status: 'paused' });
const resume = () => fluid.patch(path, { status: 'active' });
const replay = (since: string) => fluid.post(`${path}/replay`, { since });
const held = async (): Promise<Delivery[]> =>
	(await fluid.get(`${path}/deliveries?status=held`)).body.data;

/** A moment behind everything so far, and before everything to come. */
async function between(): Promise<string> {
	await new Promise((resolve) => setTimeout(resolve, 5));
	const moment = new Date().toISOString();
	await new Promise((resolve) => setTimeout(resolve, 5));
	return moment;
}

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
	expect(await heldOf(fluid.service.database, id)).toEqual({ count: 1, since: deal.created_at });
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
