import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Delivery } from '../../../contract/types';
import { type FluidFixture, startFluid } from '../../../test/support/fluid';
import { Receiver } from '../../../test/support/receiver';

const MINUTE_MS = 60_000;

let now: Date;
let fluid: FluidFixture;
let receiver: Receiver;
let path: string;
/** Calls that wait for their answer, in the order they came. */
let waiting: ServerResponse[];

beforeEach(async () => {
	now = new Date();
	waiting = [];
	fluid = await startFluid({ FLUID_RETRY_SCHEDULE: '1h' }, () => now);
	receiver = await Receiver.start();
	receiver.respondWith((response) => waiting.push(response));
	const { body } = await fluid.post('/api-webhooks', {
		url: receiver.url,
		events: ['deal.created'],
	});
	path = `/api-webhooks/${body.id}/deliveries`;
});
afterEach(async () => {
	await receiver.stop();
	await fluid.stop();
});

const newest = async (): Promise<Delivery> => (await fluid.get(path)).body.data[0];

test('a retry while an attempt is on its way sends nothing twice', async () => {
	await fluid.deal({ name: 'Acme website' });
	await receiver.waitFor(1);
	const { id } = await newest();
	const { status, body } = await fluid.post(`${path}/${id}/retry`);
	expect([status, body.status]).toEqual([202, 'pending']);

	await fluid.deal({ name: 'Sent after it' });
	await receiver.waitFor(2);
	for (const response of waiting) response.end('ok');
	await expect.poll(async () => (await newest()).status).toBe('succeeded');
	const { body: log } = await fluid.get(path);
	expect(log.data.map(({ attempts }: Delivery) => attempts.length)).toEqual([1, 1]);
	expect(receiver.received).toHaveLength(2);
});

test('a retry after the attempt has failed sends at once', async () => {
	await fluid.deal({ name: 'Acme website' });
	await receiver.waitFor(1);
	waiting[0]?.writeHead(500).end();
	await expect.poll(async () => (await newest()).attempts.length).toBe(1);
	await fluid.post(`${path}/${(await newest()).id}/retry`);
	await receiver.waitFor(2);
	waiting[1]?.end('ok');
	await expect.poll(async () => (await newest()).status).toBe('succeeded');
});

test('an attempt that fails after another was taken is logged and changes nothing', async () => {
	await fluid.deal({ name: 'Acme website' });
	await receiver.waitFor(1);
	// As when the machine slept: the claim of the first attempt has run out, so a second one is made.
	now = new Date(now.getTime() + MINUTE_MS);
	await receiver.waitFor(2);
	waiting[1]?.end('ok');
	await expect.poll(async () => (await newest()).status).toBe('succeeded');
	waiting[0]?.writeHead(500).end();
	await expect.poll(async () => (await newest()).attempts.length).toBe(2);
	const { status, next_attempt_at, attempts } = await newest();
	expect({ status, next_attempt_at }).toEqual({ status: 'succeeded', next_attempt_at: null });
	expect(attempts.map(({ number, status_code }) => [number, status_code])).toEqual([
		[1, 200],
		[2, 500],
	]);
});
