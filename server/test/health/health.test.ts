import { fastify } from 'fastify';
import { beforeAll, expect, test } from 'vitest';
import { fluidForFile, startFluid } from '../../../test/support/fluid';
import { FluidClient } from '../../../test/support/fluidClient';
import { Receiver } from '../../../test/support/receiver';
import type { Database } from '../../src/database/database';
import { sql } from '../../src/database/sql';
import { newMetrics } from '../../src/health/metrics';

const fluid = fluidForFile();
let nobody: FluidClient;

beforeAll(async () => {
	nobody = new FluidClient(fluid.url, '');
});

test('the service says without a key that it lives and that it is ready', async () => {
	expect((await nobody.get('/healthz')).body).toEqual({ status: 'ok' });
	expect((await nobody.get('/readyz')).body).toEqual({ status: 'ready' });
});

test('the figures count requests by method, route and status, and name no id', async () => {
	const deal = await fluid.deal({ name: 'Acme website' });
	await fluid.get(`/api-deals/${deal.id}`);
	await fluid.get('/api-deals/deal_1');
	const { headers, body } = await nobody.get('/metrics');
	expect(headers['content-type']).toContain('text/plain');
	const count = (status: number) =>
		`fluid_http_request_duration_seconds_count{method="GET",route="/api-deals/:id",status="${status}"} 1`;
	expect(body).toContain(count(200));
	expect(body).toContain(count(404));
	expect(body).toContain('process_resident_memory_bytes');
	expect(body).not.toContain(deal.id);
});

test('the figures show deliveries that wait, and for how long', async () => {
	await fluid.post('/api-webhooks', { url: 'http://127.0.0.1:9/', events: ['deal.created'] });
	await fluid.deal({ name: 'Acme website' });
	await expect
		.poll(async () => (await nobody.get('/metrics')).body)
		.toMatch(/fluid_deliveries\{status="pending"\} 1/);
	expect((await nobody.get('/metrics')).body).toMatch(/^fluid_oldest_due_delivery_seconds \d/m);
});

test('what waits to be fetched is no receiver that fails: it has a figure of its own', async () => {
	const { body } = await fluid.post('/api-webhooks', {
		url: 'http://127.0.0.1:9/',
		delivery: 'pull',
		events: ['contact.created'],
	});
	const figure = async (name: string) =>
		Number(
			new RegExp(`^${name} (\\S+)$`, 'm').exec(String((await nobody.get('/metrics')).body))?.[1],
		);
	await fluid.post('/api-contacts', { email: 'ada@example.com' });
	await fluid.service.database.writeService((transaction) =>
		transaction.run(sql`
			update deliveries set next_attempt_at = '2020-01-01T00:00:00.000Z'
			where queue_id in (select queue_id from webhooks where id = ${body.id})`),
	);
	expect(await figure('fluid_oldest_pulled_delivery_seconds')).toBeGreaterThan(86_400);
	expect(await figure('fluid_oldest_due_delivery_seconds')).toBeLessThan(86_400);
});

test('the figures show how long commits take, and how tries of deliveries end', async () => {
	const receiver = await Receiver.start();
	await fluid.post('/api-webhooks', { url: receiver.url, events: ['deal.created'] });
	const ended = async (outcome: string) => {
		const { body } = await nobody.get('/metrics');
		const count = `fluid_delivery_attempt_duration_seconds_count{outcome="${outcome}"} `;
		return Number(String(body).split(count)[1]?.split('\n')[0] ?? 0);
	};
	const before = { succeeded: await ended('succeeded'), refused: await ended('refused') };
	await fluid.deal({ name: 'Acme website' });
	await expect.poll(() => ended('succeeded')).toBe(before.succeeded + 1);
	receiver.answer(503);
	await fluid.deal({ name: 'Globex website' });
	await expect.poll(() => ended('refused')).toBe(before.refused + 1);
	await expect.poll(() => ended('unanswered')).toBeGreaterThan(0);
	const { body } = await nobody.get('/metrics');
	expect(body).toMatch(/^fluid_commit_duration_seconds_count [1-9]/m);
	expect(body).toMatch(/^fluid_commit_changes_sum [1-9]/m);
	await receiver.stop();
});

test('the figures show the process, the size of the database, and open connections', async () => {
	const { body } = await nobody.get('/metrics');
	for (const name of ['fluid_database_size_bytes', 'fluid_http_connections'])
		expect([name, Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(body)?.[1])]).toEqual([
			name,
			expect.toSatisfy((value: number) => value > 0),
		]);
	for (const name of [
		'fluid_database_log_bytes',
		'nodejs_eventloop_lag_p99_seconds',
		// Without a collection so far there is no count of them yet.
		'# TYPE nodejs_gc_duration_seconds histogram',
	])
		expect(body).toContain(`\n${name}`);
});

const STORED = [
	'fluid_deliveries',
	'fluid_oldest_due_delivery_seconds',
	'fluid_database_size_bytes',
];

test('the figures say whether the database answers, and are of the process alone while it is gone', async () => {
	const { body: before } = await nobody.get('/metrics');
	for (const name of ['fluid_database_up 1', ...STORED]) expect(before).toContain(`\n${name}`);

	const broken = await startFluid({ LOG_LEVEL: 'silent' });
	await broken.service.database.close();
	const { status, body } = await broken.get('/metrics');
	expect(status).toBe(200);
	expect(body).toContain('\nfluid_database_up 0\n');
	expect(body).toContain('process_resident_memory_bytes');
	expect(body).toContain('# TYPE fluid_http_request_duration_seconds histogram');
	expect(body).toContain('# TYPE fluid_commit_duration_seconds histogram');
	for (const name of STORED) expect(body).not.toContain(name);
	await broken.stop();
});

test('a database that answers late is waited for less long than Prometheus waits', async () => {
	const app = fastify();
	const answers: Array<() => void> = [];
	const late = () =>
		new Promise<never>((_resolve, reject) => answers.push(() => reject(new Error('Late.'))));
	const metrics = newMetrics(app, { all: late, get: late } as unknown as Database, fluid.dataDir);
	const startedAt = performance.now();
	const { text } = await metrics();
	expect(performance.now() - startedAt).toBeLessThan(5_000);
	expect(text).toContain('\nfluid_database_up 0\n');

	// Asked again meanwhile, the database has no more to do.
	const asked = answers.length;
	await metrics();
	expect(answers).toHaveLength(asked);
	for (const answer of answers) answer();
	await app.close();
});

test('a service whose database is gone says that it is not ready', async () => {
	const broken = await startFluid({ LOG_LEVEL: 'silent' });
	await broken.service.database.close();
	const { status, body } = await broken.get('/readyz');
	expect([status, body.code]).toEqual([503, 'unavailable']);
	expect(body.detail).toBe('The database cannot be reached. Try again in a moment.');
	expect((await broken.get('/healthz')).status).toBe(200);
	await broken.stop();
});
