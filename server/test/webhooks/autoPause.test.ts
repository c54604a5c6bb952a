import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FluidFixture, startFluid } from '../../../test/support/fluid';
import { Receiver } from '../../../test/support/receiver';

const HOUR_MS = 60 * 60 * 1000;

let now: Date;
let fluid: FluidFixture;
let receiver: Receiver;
let path: string;

beforeEach(async () => {
	now = new Date('2026-11-24T09:00:00.000Z');
	fluid = await startFluid({ FLUID_RETRY_SCHEDULE: '1h,1h,1h,1h,1h' }, () => now);
	receiver = await Receiver.start();
	receiver.answer(500);
	const { body } = await fluid.post('/api-webhooks', {
		url: receiver.url,
		events: ['deal.created'],
	});
	path = `/api-webhooks/${body.id}`;
	await fluid.deal({ name: 'Acme website' });
	await receiver.waitFor(1);
});
afterEach(async () => {
	await fluid.stop();
	await receiver.stop();
});

const later = (hours: number) => (now = new Date(now.getTime() + hours * HOUR_MS));

test('nothing but failures for five days pauses a webhook, which says since when and why', async () => {
	later(4 * 24);
	await receiver.waitFor(2);
	await expect.poll(async () => (await fluid.get(path)).body.status).toBe('active');

	later(25);
	await receiver.waitFor(3);
	await expect.poll(async () => (await fluid.get(path)).body.status).toBe('paused');
	const { paused_reason } = (await fluid.get(path)).body;
	expect(paused_reason).toContain('since 2026-11-24T09:00');
	expect(paused_reason).toContain('Answered 500');
	expect(paused_reason).toContain('resume and replay');
});

test('one success in between starts the five days anew', async () => {
	later(4 * 24);
	receiver.answer(200);
	await receiver.waitFor(2);
	await expect
		.poll(async () => (await fluid.get(`${path}/deliveries`)).body.data[0].status)
		.toBe('succeeded');

	receiver.answer(500);
	later(25);
	await fluid.deal({ name: 'Fails again' });
	await receiver.waitFor(3);
	await expect
		.poll(async () => (await fluid.get(`${path}/deliveries`)).body.data[0].attempts.length)
		.toBe(1);
	expect((await fluid.get(path)).body.status).toBe('active');
});

test('resuming starts the five days anew', async () => {
	later(5 * 24 + 1);
	await receiver.waitFor(2);
	await expect.poll(async () => (await fluid.get(path)).body.status).toBe('paused');

	await fluid.patch(path, { status: 'active' });
	await fluid.deal({ name: 'Tried once more' });
	await receiver.waitFor(3);
	await expect
		.poll(async () => (await fluid.get(`${path}/deliveries`)).body.data[0].attempts.length)
		.toBe(1);
	expect((await fluid.get(path)).body.status).toBe('active');
});

test.each([
	['whose URL was corrected', async () => fluid.patch(path, { url: `${receiver.url}/corrected` })],
	[
		'that was paused and resumed',
		async () => {
			await fluid.patch(path, { status: 'paused' });
			await fluid.patch(path, { status: 'active' });
		},
	],
])('a late 410 does not pause a webhook %s meanwhile', async (_name, change) => {
	let answerLate = () => {};
	receiver.respondWith((response) => (answerLate = () => response.writeHead(410).end()));
	await fluid.deal({ name: 'Sent before' });
	await receiver.waitFor(2);
	later(0.001);
	await change();

	answerLate();
	const log = async () => (await fluid.get(`${path}/deliveries`)).body.data[0].attempts;
	await expect.poll(log).toMatchObject([{ status_code: 410 }]);
	expect((await fluid.get(path)).body.status).toBe('active');

	receiver.answer(410);
	await fluid.deal({ name: 'Sent afterwards' });
	await expect.poll(async () => (await fluid.get(path)).body.status).toBe('paused');
});

test('a success at the URL starts the five days anew, also when its secret was rotated while it was on its way', async () => {
	let answerLate = () => {};
	receiver.respondWith((response) => (answerLate = () => response.writeHead(200).end()));
	await fluid.deal({ name: 'Sent before' });
	await receiver.waitFor(2);
	later(0.001);
	await fluid.post(`${path}/rotate-secret`);
	answerLate();
	await expect
		.poll(async () => (await fluid.get(`${path}/deliveries`)).body.data[0].status)
		.toBe('succeeded');

	receiver.answer(500);
	later(5 * 24 + 1);
	await fluid.deal({ name: 'Fails again' });
	await expect
		.poll(async () => (await fluid.get(`${path}/deliveries`)).body.data[0].attempts.length)
		.toBe(1);
	expect((await fluid.get(path)).body.status).toBe('active');
});

test('a new URL starts the five days anew', async () => {
	later(5 * 24 - 1);
	await receiver.waitFor(2);
	await fluid.patch(path, { url: `${receiver.url}/corrected` });

	later(2);
	await fluid.deal({ name: 'The first one there fails' });
	await expect
		.poll(async () => (await fluid.get(`${path}/deliveries`)).body.data[0].attempts.length)
		.toBe(1);
	expect((await fluid.get(path)).body.status).toBe('active');
});
