import { spawn } from 'node:child_process';
import { existsSync, chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { buildServiceIfStale } from '../../../scripts/built.mjs';
import { freePort } from '../../../scripts/freePort.mjs';
import { needs } from '../../../test/support/needs';
import { newTestDatabase } from '../../../test/support/postgresDatabase';
import { Receiver } from '../../../test/support/receiver';
import { ServiceProcess } from '../../../test/support/serviceProcess';

const PROGRAM = '/usr/sbin/pgbouncer';
const REQUESTS = 60;
const STARTS_WITHIN_MS = 10_000;

const hasBouncer = inject('postgres') !== undefined && existsSync(PROGRAM);
const withBouncer = test.skipIf(!hasBouncer);

let stop = async () => {};
let url: string;
let direct: string;
let key: string;

/** As Debian's package has it, in transaction mode, without a line that Fluid would ask for. */
beforeAll(async () => {
	if (!hasBouncer) return;
	await buildServiceIfStale();
	const database = await newTestDatabase();
	direct = database?.env.DATABASE_URL ?? '';
	key = database?.env.FLUID_SECRET_KEY ?? '';
	const { hostname, port, pathname, username } = new URL(direct);
	const folder = mkdtempSync(join(tmpdir(), 'fluid-pgbouncer-'));
	const own = await freePort();
	writeFileSync(join(folder, 'users.txt'), `"${username || 'root'}" ""\n`);
	writeFileSync(
		join(folder, 'pgbouncer.ini'),
		`[databases]
fluid = host=${hostname} port=${port} dbname=${pathname.slice(1)}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${own}
unix_socket_dir =
auth_type = trust
auth_file = ${join(folder, 'users.txt')}
pool_mode = transaction
default_pool_size = 5
`,
	);
	for (const name of ['', 'users.txt', 'pgbouncer.ini']) chmodSync(join(folder, name), 0o755);
	// It refuses to run as root.
	const user = userInfo().uid === 0 ? ['-u', 'nobody'] : [];
	const child = spawn(PROGRAM, [...user, join(folder, 'pgbouncer.ini')], { stdio: 'ignore' });
	url = `postgres://${username || 'root'}@127.0.0.1:${own}/fluid?pgbouncer=true`;
	stop = async () => {
		child.kill('SIGKILL');
		await database?.remove();
		rmSync(folder, { recursive: true, force: true });
	};
}, 120_000);
afterAll(() => stop());

withBouncer(
	'behind PgBouncer in transaction mode, changes are saved at once and delivered by another process',
	{ ...needs('PgBouncer (Debian: apt install pgbouncer) and PostgreSQL'), timeout: 60_000 },
	async () => {
		const settings = { DATABASE_URL: url, FLUID_SECRET_KEY: key, FLUID_ROLE: 'api' };
		const api = await ServiceProcess.start({ ...settings, DATABASE_LISTEN_URL: direct });
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
		}
	},
);
