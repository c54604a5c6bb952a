import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { freePort } from '../../../scripts/freePort.mjs';
import { FluidClient } from '../../../test/support/fluidClient';
import { Receiver } from '../../../test/support/receiver';
import { ServiceProcess } from '../../../test/support/serviceProcess';
import { openEmbedded } from '../../src/database/embedded';
import { prepareFirstStart } from '../../src/firstStart';
import { listWorkspaces } from '../../src/workspaces/store';

const CHANGES = 40;
/** Half of the sweeps of an idle worker would take longer: it looks for itself each second only. */
const SOON_MS = 200;

const api = ServiceProcess.forFile({ FLUID_ROLE: 'api' });
let worker: ServiceProcess | undefined;
let receiver: Receiver;

beforeEach(async () => {
	receiver = await Receiver.start();
	const input = { url: receiver.url, events: ['deal.created'] };
	const { id } = (await api.client.post('/api-webhooks', input)).body;
	return async () => {
		await worker?.kill();
		await api.client.delete(`/api-webhooks/${id}`);
		await receiver.stop();
	};
});

const startWorker = async (env: Record<string, string> = {}) =>
	(worker = await api.beside({ FLUID_ROLE: 'worker', ...env }));
const arrived = () => receiver.received.map(({ event }) => event.data.deal?.name);

test('what one process takes in is delivered by the other at once', async () => {
	await startWorker();
	const took: number[] = [];
	for (let change = 1; change <= CHANGES; change += 1) {
		const startedAt = Date.now();
		await api.client.ingest({ name: `Lead ${change}` });
		await receiver.waitFor(change);
		took.push((receiver.received.at(-1)?.at ?? Infinity) - startedAt);
		// So that changes come at every moment between two looks.
		await sleep(change);
	}
	const median = took.sort((one, other) => one - other)[CHANGES / 2];
	expect(median).toBeLessThan(SOON_MS);
});

test('what was taken in before the worker started, and while it was gone, is delivered once it is there', async () => {
	await api.client.ingest({ name: 'Before it started' });
	await startWorker();
	await receiver.waitFor(1);

	await worker?.kill('SIGTERM');
	await api.client.ingest({ name: 'While it was stopped' });
	await worker?.start();
	await receiver.waitFor(2);

	await worker?.kill('SIGKILL');
	await api.client.ingest({ name: 'While it was dead' });
	await worker?.start();
	await receiver.waitFor(3);
	expect(arrived()).toEqual(['Before it started', 'While it was stopped', 'While it was dead']);
});

test('a worker goes on while the process that takes in is stopped, killed and started again', async () => {
	await startWorker();
	for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
		await api.client.ingest({ name: `Before ${signal}` });
		await api.kill(signal);
		await api.start();
		await api.client.ingest({ name: `After ${signal}` });
	}
	await receiver.waitFor(4);
	// Four deals, and nobody asked for an order: what a worker claims together goes out side by side.
	expect(arrived().sort()).toEqual([
		'After SIGKILL',
		'After SIGTERM',
		'Before SIGKILL',
		'Before SIGTERM',
	]);
});

test('a worker may start first: the ways in are shown by the process that answers requests', async () => {
	const first = await ServiceProcess.start({ FLUID_ROLE: 'worker' });
	expect(first.output).not.toContain('API key');
	const second = await first.beside({ FLUID_ROLE: 'api' });
	const { body } = await second.client.get('/api-pipelines');
	expect(body.data).toHaveLength(1);
	await second.kill();
	await first.stop();
});

test('a worker says at a port of its own how it is and how its deliveries end, and answers nothing else', async () => {
	const port = await freePort();
	await startWorker({ FLUID_WORKER_PORT: String(port) });
	const at = new FluidClient(`http://127.0.0.1:${port}`, api.client.key);
	expect(worker?.output).toContain(`How it is: http://localhost:${port}/readyz`);
	expect((await at.get('/healthz')).body).toEqual({ status: 'ok' });
	expect((await at.get('/readyz')).body).toEqual({ status: 'ready' });
	await api.client.ingest({ name: 'Acme website' });
	await receiver.waitFor(1);
	await expect
		.poll(async () => (await at.get('/metrics')).body)
		.toContain('fluid_delivery_attempt_duration_seconds_count{outcome="succeeded"} 1');
	expect((await at.get('/api-deals')).body).toMatchObject({ code: 'path_not_found' });
	expect(await worker?.kill('SIGTERM')).toBe(0);
});

test('a worker that nobody has given a port delivers as well where another process has the usual one', async () => {
	const other = createServer();
	const listens = async () => {
		other.listen(3001);
		return once(other, 'listening').then(
			() => true,
			() => false,
		);
	};
	// The same test on another database may have it for a moment.
	await expect.poll(listens, { timeout: 30_000 }).toBe(true);

	await startWorker({ FLUID_WORKER_PORT: '' });

	await expect.poll(() => worker?.output).toContain('Port 3001 is in use already');
	await api.client.ingest({ name: 'Acme website' });
	await receiver.waitFor(1);
	await worker?.kill();
	other.close();
}, 60_000);

test('processes that start at once on an empty folder make one workspace', async () => {
	const database = openEmbedded(mkdtempSync(join(tmpdir(), 'first-start-')));
	const other = openEmbedded(dirname(database.file));
	const made = await Promise.all(
		[database, other, database, other].map((each) => prepareFirstStart(each, new Date())),
	);
	expect(made.filter(Boolean)).toHaveLength(1);
	expect(await listWorkspaces(database)).toHaveLength(1);
	await database.close();
	await other.close();
	rmSync(dirname(database.file), { recursive: true });
});
