import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { type FluidFixture, startFluid } from '../../../test/support/fluid';
import { needs } from '../../../test/support/needs';
import { isOnPostgres, newTestDatabase } from '../../../test/support/postgresDatabase';
import { Receiver } from '../../../test/support/receiver';

const NEEDS = { ...needs('PostgreSQL (Debian: apt install postgresql)'), timeout: 50_000 };
const CHANGES = 16;
/** A busy machine may take some seconds; a circle lasts until a lock is waited for no longer. */
const LONGEST_MS = 5_000;

const receiver = Receiver.forFile();
let fluid: FluidFixture;

beforeAll(async () => {
	// Two that wait for each other do so for longer than the test.
	const database = await newTestDatabase({ deadlock_timeout: '120s' });
	if (!database) return;
	fluid = await startFluid({
		...database.env,
		FLUID_RATE_LIMIT: '0',
		FLUID_RETRY_SCHEDULE: Array(20).fill('1s').join(),
	});
	return async () => {
		await fluid.stop();
		await database.remove();
	};
}, 60_000);

test.skipIf(!isOnPostgres())(
	'a webhook is paused, resumed and ordered while its receiver fails, and nobody waits in a circle',
	NEEDS,
	async () => {
		let calls = 0;
		receiver.respondWith((response) => {
			calls += 1;
			response.writeHead(calls % 5 === 0 ? 500 : 200).end();
		});
		const events = ['deal.created', 'deal.updated'];
		const { body: webhook } = await fluid.post('/api-webhooks', { url: receiver.url, events });
		let isOver = false;
		let written = 0;
		let longestMs = 0;
		const writing = [1, 2, 3, 4].map(async (writer) => {
			for (let value = 1; !isOver; value += 1) {
				const deals = Array.from({ length: 10 }, (_, index) => ({
					name: 'Acme website',
					external_id: `crm-${writer}-${index}`,
					value,
				}));
				expect((await fluid.ingest({ deals })).body).toMatchObject({ failed: 0 });
				written += 1;
				await sleep(50);
			}
		});

		for (let change = 0; change < CHANGES; change += 1) {
			const changes = [
				{ status: 'paused' },
				{ status: 'active', ordering: 'per_object' },
				{ status: 'paused' },
				{ status: 'active', ordering: 'none' },
			];
			const path = `/api-webhooks/${webhook.id}`;
			const startedAt = performance.now();
			const { status } = await fluid.patch(path, changes[change % changes.length] as object);
			expect(status).toBe(200);
			longestMs = Math.max(longestMs, performance.now() - startedAt);
			const before = written;
			await expect.poll(() => written).toBeGreaterThan(before + 2 * writing.length);
		}

		isOver = true;
		await Promise.all(writing);
		expect(calls).toBeGreaterThan(CHANGES);
		expect(longestMs).toBeLessThan(LONGEST_MS);
	},
);
