import { setTimeout as sleep } from 'node:timers/promises';
import { isAxiosError } from 'axios';
import { beforeAll, expect, test } from 'vitest';
import { Receiver } from '../../../test/support/receiver';
import { ServiceProcess } from '../../../test/support/serviceProcess';

const ROUNDS = 5;
const DEALS_IN_BATCH = 20;

const service = ServiceProcess.forFile({ FLUID_RATE_LIMIT: '0' });
const receiver = Receiver.forFile();

beforeAll(async () => {
	// So slow that deliveries are on their way at any moment.
	receiver.respondWith((response) => void sleep(20).then(() => response.end('ok')));
});

/** Sends batches until the service is gone; keeps the deals whose making was confirmed. */
async function ingestUntilGone(round: number, confirmed: string[]): Promise<void> {
	for (let batch = 0; ; batch += 1) {
		const deals = Array.from({ length: DEALS_IN_BATCH }, (_, index) => ({
			name: `Lead ${round}-${batch}-${index}`,
		}));
		try {
			const { body } = await service.client.ingest({ deals });
			confirmed.push(...body.results.map(({ deal }: { deal: { id: string } }) => deal.id));
		} catch (reason) {
			if (isAxiosError(reason)) return;
			throw reason;
		}
	}
}

test(
	'kill -9 at any moment loses no confirmed deal and no delivery',
	{ timeout: 90_000 },
	async () => {
		await service.client.post('/api-webhooks', { url: receiver.url, events: ['deal.created'] });
		const confirmed: string[] = [];
		for (let round = 1; round <= ROUNDS; round += 1) {
			const before = confirmed.length;
			const ingesting = ingestUntilGone(round, confirmed);
			await expect
				.poll(() => confirmed.length, { timeout: 20_000, interval: 5 })
				.toBeGreaterThan(before);
			// The time itself is what is tested: any moment.
			await sleep(150 * Math.random());
			await service.kill('SIGKILL');
			await ingesting;
			await service.start();
		}

		for (const id of [confirmed[0], confirmed.at(-1)]) {
			expect((await service.client.get(`/api-deals/${id}`)).status).toBe(200);
		}
		const delivered = () => new Set(receiver.received.map(({ event }) => event.data.deal?.id));
		const missing = () => confirmed.filter((id) => !delivered().has(id));
		await expect.poll(missing, { timeout: 40_000, interval: 200 }).toEqual([]);
	},
);
