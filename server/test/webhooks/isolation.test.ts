import { beforeAll, expect, test } from 'vitest';
import type { Delivery } from '../../../contract/types';
import { fluidForFile } from '../../../test/support/fluid';
import { Receiver } from '../../../test/support/receiver';

/** How long a receiver that hangs keeps a delivery; whoever waits for it is late by that much. */
const HANGS_MS = 15_000;

/** A busy machine may take its time, but less than that. */
const SOON_MS = HANGS_MS / 2;

const fluid = fluidForFile();
const healthy = Receiver.forFile();
const hanging = Receiver.forFile();

beforeAll(async () => {
	hanging.respondWith(() => {});
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
	await healthy.waitFor(201, SOON_MS);

	const spaced = await fluid.deal({ name: 'While the others hang' });
	const last = (await healthy.waitFor(202, SOON_MS)).at(-1);
	expect(last?.event.data.deal?.id).toBe(spaced.id);

	const timedOut = async () => {
		const { body } = await fluid.get(`/api-webhooks/${hangingId}/deliveries?limit=200`);
		return (body.data as Delivery[]).flatMap(({ attempts }) => attempts);
	};
	await expect
		.poll(async () => (await timedOut()).length, { timeout: 2 * HANGS_MS })
		.toBeGreaterThan(0);
	const [attempt] = await timedOut();
	expect(attempt).toMatchObject({
		status_code: null,
		error: 'No answer within 15 seconds.',
	});
	expect(attempt?.duration_ms).toBeGreaterThanOrEqual(HANGS_MS - 100);
	expect(attempt?.duration_ms).toBeLessThan(HANGS_MS + SOON_MS);
}, 60_000);
