import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Delivery } from '../../../contract/types';
import { type FluidFixture, startFluid } from '../../../test/support/fluid';
import { Receiver } from '../../../test/support/receiver';

let fluid: FluidFixture;
let healthy: Receiver;
let hanging: Receiver;

beforeAll(async () => {
	fluid = await startFluid();
	healthy = await Receiver.start();
	hanging = await Receiver.start();
	hanging.respondWith(() => {});
});
afterAll(async () => {
	await hanging.stop();
	await healthy.stop();
	await fluid.stop();
});

test('a receiver that hangs and one that is gone delay nobody else', async () => {
	const subscribe = async (url: string) =>
		(await fluid.post('/api-webhooks', { url, events: ['deal.created'] })).body.id as string;
	await subscribe(healthy.url);
	// The first delivery of a service loads what sends it.
	await fluid.deal({ name: 'Before the others hang' });
	await healthy.waitFor(1);
	const hangingId = await subscribe(hanging.url);
	await subscribe('http://127.0.0.1:9');

	const deals = Array.from({ length: 200 }, (_, index) => ({ name: `Lead ${index + 1}` }));
	await fluid.ingest({ deals });
	const answeredAt = Date.now();
	const calls = await healthy.waitFor(201);
	expect(Math.max(...calls.map(({ at }) => at)) - answeredAt).toBeLessThan(1500);

	const spaced = await fluid.deal({ name: 'While the others hang' });
	const spacedAt = Date.now();
	const last = (await healthy.waitFor(202)).at(-1);
	expect(last?.event.data.deal?.id).toBe(spaced.id);
	expect((last?.at ?? 0) - spacedAt).toBeLessThan(500);

	const timedOut = async () => {
		const { body } = await fluid.get(`/api-webhooks/${hangingId}/deliveries?limit=200`);
		return (body.data as Delivery[]).flatMap(({ attempts }) => attempts);
	};
	await expect.poll(async () => (await timedOut()).length, { timeout: 20_000 }).toBeGreaterThan(0);
	const [attempt] = await timedOut();
	expect(attempt).toMatchObject({
		status_code: null,
		error: 'No answer within 15 seconds.',
	});
	expect(attempt?.duration_ms).toBeGreaterThanOrEqual(14_900);
	expect(attempt?.duration_ms).toBeLessThan(17_000);
});
