import { Client } from 'pg';
import { Webhook as Verifier } from 'standardwebhooks';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { buildServiceIfStale } from '../../../scripts/built.mjs';
import { fluidCommand } from '../../../test/support/fluidCommand';
import { needs } from '../../../test/support/needs';
import { isOnPostgres } from '../../../test/support/postgresDatabase';
import { type Received, Receiver } from '../../../test/support/receiver';
import { ServiceProcess } from '../../../test/support/serviceProcess';
import { postgresMigrations } from '../../src/database/postgres/migratePostgres';
import { newKeyText } from '../../src/secrets/key';

const NEEDS = { ...needs('PostgreSQL (Debian: apt install postgresql)'), timeout: 60_000 };
const onPostgres = test.skipIf(!isOnPostgres());

let receiver: Receiver;
let service: ServiceProcess;
let secret: string;
let next: string;

beforeAll(buildServiceIfStale, 120_000);
beforeEach(async () => {
	if (!isOnPostgres()) return;
	next = newKeyText();
	receiver = await Receiver.start();
	service = await ServiceProcess.start();
	const input = { url: receiver.url, events: ['deal.created'] };
	secret = (await service.client.post('/api-webhooks', input)).body.secret;
}, 60_000);
afterEach(async () => {
	if (!isOnPostgres()) return;
	await service.stop();
	await receiver.stop();
});

const secretKey = (args: string[], env: Record<string, string> = {}) =>
	fluidCommand(['secret-key', ...args], { env: { ...service.databaseEnv, ...env } });

/** Sees that a delivery arrives, signed by the webhook's secret. */
async function expectDelivery(expected = secret): Promise<void> {
	const before = receiver.received.length;
	await service.client.deal({ name: 'Acme website' });
	const delivery = (await receiver.waitFor(before + 1)).at(-1) as Received;
	new Verifier(expected).verify(delivery.raw, delivery.headers as Record<string, string>);
}

onPostgres('the key is not changed while a process works with the old one', NEEDS, async () => {
	expect(await secretKey(['change'], { FLUID_NEW_SECRET_KEY: next })).toEqual({
		code: 1,
		stdout: '',
		stderr:
			'Processes of Fluid work with the database in DATABASE_URL. Nothing was changed. Stop all of them, wait five seconds, and try again.\n',
	});
	await expectDelivery();
});

onPostgres(
	'the key is changed: deliveries are signed as before, and the old key is refused',
	NEEDS,
	async () => {
		await service.kill('SIGTERM');
		expect((await secretKey(['change', '--file'])).code).toBe(2);
		const { code, stdout, stderr } = await secretKey(['change'], { FLUID_NEW_SECRET_KEY: next });
		expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
		expect(stdout).toContain('1 secret is now encrypted with the new key.');
		await expect(service.start()).rejects.toThrow('FLUID_SECRET_KEY is not the key');
		await service.start({ FLUID_SECRET_KEY: next });
		await expectDelivery();
	},
);

onPostgres(
	'the tables of an earlier version stay as they are under a wrong key',
	NEEDS,
	async () => {
		await service.kill('SIGTERM');
		const last = postgresMigrations.at(-1)?.name;
		const client = new Client({ connectionString: service.databaseEnv.DATABASE_URL });
		await client.connect();
		await client.query('delete from migrations where name = $1', [last]);
		const env = { ...service.databaseEnv, FLUID_SECRET_KEY: next };
		for (const args of [['doctor'], ['secret-key', 'change']]) {
			const { code, stderr } = await fluidCommand(args, {
				env: { ...env, FLUID_NEW_SECRET_KEY: newKeyText() },
			});
			expect(code).toBe(1);
			expect(stderr).toContain('FLUID_SECRET_KEY is not the key');
		}
		const { rows } = await client.query('select 1 from migrations where name = $1', [last]);
		await client.end();
		expect(rows).toEqual([]);
	},
);

onPostgres(
	'a key that was lost is replaced: the webhook has another secret and is paused',
	NEEDS,
	async () => {
		await service.kill('SIGTERM');
		const { code, stdout } = await secretKey(['reset', '--yes'], { FLUID_SECRET_KEY: next });
		expect(code).toBe(0);
		const [shown = ''] = /whsec_\S+/.exec(stdout) ?? [];
		await service.start({ FLUID_SECRET_KEY: next });
		const [webhook] = (await service.client.get('/api-webhooks')).body.data;
		expect(webhook.status).toBe('paused');
		await service.client.patch(`/api-webhooks/${webhook.id}`, { status: 'active' });
		await expectDelivery(shown);
	},
);
