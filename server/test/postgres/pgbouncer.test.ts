import { spawn } from 'node:child_process';
import { existsSync, chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { buildServiceIfStale, serverMain } from '../../../scripts/built.mjs';
import { freePort } from '../../../scripts/freePort.mjs';
import { runScript } from '../../../test/support/fluidCommand';
import { needs } from '../../../test/support/needs';
import { newTestDatabase } from '../../../test/support/postgresDatabase';
import { Receiver } from '../../../test/support/receiver';
import { ServiceProcess } from '../../../test/support/serviceProcess';

const PROGRAM = '/usr/sbin/pgbouncer';
const REQUESTS = 60;
const STARTS_WITHIN_MS = 10_000;

const hasBouncer = inject('postgres') !== undefined && existsSync(PROGRAM);
const withBouncer = test.skipIf(!hasBouncer);

const server = new URL(inject('postgres') ?? 'postgres://none');
const user = server.username || 'root';

let stop = () => {};
let port: number;

/** As Debian's package has it, in transaction mode, without a line that Fluid would ask for. */
beforeAll(async () => {
	if (!hasBouncer) return;
	await buildServiceIfStale();
	const folder = mkdtempSync(join(tmpdir(), 'fluid-pgbouncer-'));
	port = await freePort();
	writeFileSync(join(folder, 'users.txt'), `"${user}" ""\n`);
	writeFileSync(
		join(folder, 'pgbouncer.ini'),
		`[databases]
* = host=${server.hostname} port=${server.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${join(folder, 'users.txt')}
pool_mode = transaction
default_pool_size = 5
`,
	);
	for (const name of ['', 'users.txt', 'pgbouncer.ini']) chmodSync(join(folder, name), 0o755);
	// It refuses to run as root.
	const own = userInfo().uid === 0 ? ['-u', 'nobody'] : [];
	const child = spawn(PROGRAM, [...own, join(folder, 'pgbouncer.ini')], { stdio: 'ignore' });
	stop = () => {
		child.kill('SIGKILL');
		rmSync(folder, { recursive: true, force: true });
	};
}, 120_000);
afterAll(() => stop());

/** An empty database, by the address of the proxy. */
async function newBehindBouncer() {
	const database = await newTestDatabase();
	if (!database) throw new Error('The tests on PostgreSQL have no server.');
	const { env, remove } = database;
	const direct = env.DATABASE_URL as string;
	const name = new URL(direct).pathname;
	const url = `postgres://${user}@127.0.0.1:${port}${name}?pgbouncer=true`;
	return { env: { ...env, DATABASE_URL: url }, direct, remove };
}

withBouncer(
	'whoever gives it a wrong address reads what to do about it',
	{ ...needs('PgBouncer (Debian: apt install pgbouncer) and PostgreSQL'), timeout: 60_000 },
	async () => {
		const { env, remove } = await newBehindBouncer();
		const folder = mkdtempSync(join(tmpdir(), 'fluid-pgbouncer-data-'));
		const url = env.DATABASE_URL as string;
		const wrong: Array<[address: string, advice: string]> = [
			[url.replace('?pgbouncer=true', ''), 'add ?pgbouncer=true to DATABASE_URL'],
			[`${url}&options=-c%20jit%3Doff`, 'leave options out of the address'],
			[url.replace(/\/[^/]+$/, '/nowhere?pgbouncer=true'), 'correct its name in DATABASE_URL'],
			[url.replace(`${user}@`, 'nobody@'), 'Correct the user and the password'],
		];
		for (const [address, advice] of wrong) {
			const ended = await runScript(serverMain, [], {
				env: { ...env, DATABASE_URL: address, DATA_DIR: folder, PORT: '0' },
			});
			expect([address, ended.code]).toEqual([address, 1]);
			expect(ended.stderr).toContain(advice);
		}
		rmSync(folder, { recursive: true });
		await remove();
	},
);

const ways = [
	{ way: 'woken by the server itself', listens: true },
	{ way: 'without being woken', listens: false },
];

withBouncer.each(ways)(
	'behind PgBouncer in transaction mode, changes are saved at once and delivered by another process, $way',
	{ ...needs('PgBouncer (Debian: apt install pgbouncer) and PostgreSQL'), timeout: 60_000 },
	async ({ listens }) => {
		const { env, direct, remove } = await newBehindBouncer();
		const listening: Record<string, string> = listens ? { DATABASE_LISTEN_URL: direct } : {};
		const api = await ServiceProcess.start({ ...env, ...listening, FLUID_ROLE: 'api' });
		const worker = await api.beside({ FLUID_ROLE: 'worker' });
		const receiver = await Receiver.start();
		try {
			await api.client.post('/api-webhooks', { url: receiver.url, events: ['deal.created'] });
			const sent = Array.from({ length: REQUESTS }, (_, number) =>
				api.client.ingest({ name: `Lead ${number}`, contact: { email: `l${number}@example.com` } }),
			);
			const statuses = (await Promise.all(sent)).map(({ status }) => status);
			expect(new Set(statuses)).toEqual(new Set([201]));
			await receiver.waitFor(REQUESTS, STARTS_WITHIN_MS);
			const { body } = await api.client.get('/api-deals?q=lead&limit=200');
			expect(body.data).toHaveLength(REQUESTS);
		} finally {
			await worker.kill();
			await api.stop();
			await receiver.stop();
			await remove();
		}
	},
);
