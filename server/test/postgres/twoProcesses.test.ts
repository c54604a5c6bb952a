import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { buildServiceIfStale } from '../../../scripts/built.mjs';
import { needs } from '../../../test/support/needs';
import { isOnPostgres } from '../../../test/support/postgresDatabase';
import { Receiver } from '../../../test/support/receiver';
import { ServiceProcess } from '../../../test/support/serviceProcess';

const NEEDS = { ...needs('PostgreSQL (Debian: apt install postgresql)'), timeout: 60_000 };
const together = test.skipIf(!isOnPostgres());

let one: ServiceProcess | undefined;
let other: ServiceProcess | undefined;

beforeAll(buildServiceIfStale, 120_000);
beforeEach(() => {
	one = other = undefined;
});
afterEach(async () => {
	await other?.kill();
	await one?.stop();
});

async function start(env: Record<string, string>, ofOther: Record<string, string> = {}) {
	one = await ServiceProcess.start(env);
	other = await one.beside(ofOther);
	return [one, other] as const;
}

async function ask<T>(text: string, values: unknown[] = []): Promise<T[]> {
	const client = new Client({ connectionString: one?.databaseEnv.DATABASE_URL });
	await client.connect();
	const { rows } = await client.query(text, values);
	await client.end();
	return rows as T[];
}

together('an API key has one allowance, whichever process it asks', NEEDS, async () => {
	const [first, second] = await start({ FLUID_RATE_LIMIT: '120' });
	const startedAt = performance.now();
	const statuses: number[] = [];
	for (let turn = 0; turn < 150; turn += 1) {
		const answers = [first.client.get('/api-me'), second.client.get('/api-me')];
		statuses.push(...(await Promise.all(answers)).map(({ status }) => status));
		await sleep(15);
	}
	const seconds = (performance.now() - startedAt) / 1000;
	const passed = statuses.filter((status) => status === 200).length;
	// What one lets pass until it has settled with the other: a tenth of a second, at the rate of this test.
	const overshoot = (0.25 * statuses.length) / seconds;
	expect(passed).toBeGreaterThanOrEqual(118);
	expect(passed).toBeLessThanOrEqual(120 + 2 * seconds + overshoot);
	expect(passed).toBeLessThan(200);
});

together('wrong passwords count, whichever process they are tried at', NEEDS, async () => {
	const [first, second] = await start({ FLUID_ADMIN_PASSWORD: 'Lovelace-1815' });
	const signIn = ({ url }: ServiceProcess, password: string, ip: string) =>
		fetch(`${url}/sign-in`, {
			method: 'POST',
			body: new URLSearchParams({ password }),
			headers: { 'x-forwarded-for': ip },
			redirect: 'manual',
		});
	for (let tries = 0; tries < 5; tries += 1)
		expect((await signIn(tries % 2 ? first : second, 'lovelace', '203.0.113.7')).status).toBe(401);
	for (const process of [first, second])
		expect((await signIn(process, 'Lovelace-1815', '203.0.113.7')).status).toBe(429);

	for (let from = 0; from < 95; from += 1)
		await signIn(from % 2 ? first : second, 'lovelace', `198.51.100.${from}`);
	const refused = await signIn(second, 'Lovelace-1815', '192.0.2.1');
	expect(refused.status).toBe(429);
	expect(await refused.text()).toContain('from many places');
});

together(
	'a process that answers waits while another one says that events are late',
	NEEDS,
	async () => {
		const [api] = await start({ FLUID_ROLE: 'api' }, { FLUID_ROLE: 'worker' });
		const { body } = await api.client.get('/api-me');
		await api.client.deal({ name: 'In time' });
		await ask(
			`insert into processes (id, role, seen_at, late) values ('fluid of a test', 'worker', clock_timestamp() + interval '1 minute', $1)`,
			[JSON.stringify([body.workspace.id])],
		);
		await api.client.deal({ name: 'Asks' });
		await sleep(300);
		const held = performance.now();
		await api.client.deal({ name: 'Held' });
		expect(performance.now() - held).toBeGreaterThan(1_000);
		await ask(`delete from processes where id = 'fluid of a test'`);
		await sleep(300);
		const free = performance.now();
		await api.client.deal({ name: 'Free again' });
		expect(performance.now() - free).toBeLessThan(1_000);
	},
);

together('a process that delivers says so when events are late', NEEDS, async () => {
	const [api] = await start({ FLUID_ROLE: 'api' }, { FLUID_ROLE: 'worker' });
	const receiver = await Receiver.start();
	await api.client.post('/api-webhooks', { url: receiver.url, events: ['deal.created'] });
	const { body } = await api.client.get('/api-me');
	const deals = Array.from({ length: 1_000 }, (_, number) => ({ name: `Lead ${number}` }));
	const sent = api.client.ingest({ deals });
	const late = () => ask<{ late: string }>(`select late from processes where role = 'worker'`);
	await expect
		.poll(late, { interval: 5, timeout: 20_000 })
		.toEqual([{ late: JSON.stringify([body.workspace.id]) }]);
	await sent;
	await receiver.waitFor(1_000, 30_000);
	await expect.poll(late).toEqual([{ late: '[]' }]);
	await receiver.stop();
});
