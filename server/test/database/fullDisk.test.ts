import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildServiceIfStale, serverMain } from '../../../scripts/built.mjs';
import { node24 } from '../../../scripts/node24.mjs';
import { fluidForFile } from '../../../test/support/fluid';
import { FluidClient } from '../../../test/support/fluidClient';
import { needs } from '../../../test/support/needs';
import { freePort } from '../../../scripts/freePort.mjs';
import { childEnv } from '../../../test/support/childEnv';
import { openEmbedded } from '../../src/database/embedded';
import { sql } from '../../src/database/sql';

const long = { name: 'Acme website', note: 'x'.repeat(9_000) };
/** The answer is a second old at most. */
const PATIENCE = { timeout: 5_000 };
const ADVICE = /disk of the Fluid server is full.*Free some space/;

/** Sends deals until one is refused, and returns the refusal. */
async function fill(client: FluidClient) {
	for (;;) {
		const answer = await client.ingest({ deals: Array.from({ length: 50 }, () => long) });
		if (answer.status >= 400) return answer;
	}
}

/** A disk of eight megabytes: only root may make one, and whoever may be root in a namespace of its own. */
const MOUNTS = ['--mount', '--user', '--map-root-user'];

function canMount(): boolean {
	try {
		execFileSync('unshare', [...MOUNTS, 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()], {
			stdio: 'ignore',
		});
		return true;
	} catch {
		return false;
	}
}

const MOUNT = needs('the right to mount a small disk: Linux, with unshare');

describe.skipIf(!canMount())('a service whose disk is full', MOUNT, () => {
	let folder: string;
	let child: ChildProcess;
	let client: FluidClient;
	let output = '';

	beforeAll(async () => {
		await buildServiceIfStale();
		folder = mkdtempSync(join(tmpdir(), 'fluid-full-'));
		const port = String(await freePort());
		const start = `mount -t tmpfs -o size=8m tmpfs "${folder}" && head -c 3000000 /dev/zero > "${folder}/logs" && exec "$0" "$1"`;
		child = spawn('unshare', [...MOUNTS, 'sh', '-c', start, node24(), serverMain], {
			env: { ...childEnv, DATA_DIR: folder, PORT: port },
		});
		for (const stream of [child.stdout, child.stderr])
			stream?.on('data', (data) => (output += data));
		while (!/fluid_\w{38}/.test(output)) await sleep(20);
		client = new FluidClient(
			`http://127.0.0.1:${port}`,
			/fluid_\w{38}/.exec(output)?.[0] as string,
		);
	}, 120_000);
	afterAll(() => {
		child.kill();
		rmSync(folder, { recursive: true, force: true });
	});

	/** The disk as the service sees it. */
	const inside = (name: string) => join(`/proc/${child.pid}/root`, folder, name);

	test('is not ready even before anybody has sent something', async () => {
		expect((await client.get('/readyz')).status).toBe(200);
		expect(() => writeFileSync(inside('backup'), Buffer.alloc(9_000_000))).toThrow('ENOSPC');
		await expect
			.poll(async () => (await client.get('/readyz')).body.code, PATIENCE)
			.toBe('disk_full');
		rmSync(inside('backup'));
		await expect.poll(async () => (await client.get('/readyz')).status, PATIENCE).toBe(200);
	});

	test('says so to who sends something, to who asks whether it is ready, and in its log; and goes on once there is room', async () => {
		const { id } = await client.deal({ name: 'Before' });
		const { status, body, headers } = await fill(client);
		expect(statfsSync(inside('')).bfree).toBeLessThan(20);
		expect([status, body.code, headers['retry-after']]).toEqual([503, 'disk_full', '30']);
		expect(body.detail).toMatch(ADVICE);

		// Work of the service's own that has nothing to write may succeed meanwhile.
		await expect
			.poll(async () => (await client.get('/readyz')).body, PATIENCE)
			.toMatchObject({ status: 503, code: 'disk_full', detail: expect.stringMatching(ADVICE) });
		expect(output.match(/disk of the Fluid server is full/g)).toHaveLength(1);
		expect((await client.get('/healthz')).status).toBe(200);
		expect((await client.get(`/api-deals/${id}`)).body.name).toBe('Before');

		rmSync(inside('logs'));
		expect((await client.ingest(long)).status).toBe(201);
		await expect.poll(async () => (await client.get('/readyz')).status, PATIENCE).toBe(200);
	});
});

test.skipIf(!canMount())('a service that starts on a full disk says so', MOUNT, async () => {
	await buildServiceIfStale();
	const [prepared, disk] = ['fluid-prepared-', 'fluid-full-'].map((name) =>
		mkdtempSync(join(tmpdir(), name)),
	) as [string, string];
	await openEmbedded(prepared).close();
	const start = `mount -t tmpfs -o size=1m tmpfs "${disk}" && cp "${prepared}"/* "${disk}" && head -c 9000000 /dev/zero > "${disk}/logs"; exec "$0" "$1"`;
	const { stderr } = spawnSync('unshare', [...MOUNTS, 'sh', '-c', start, node24(), serverMain], {
		env: { ...childEnv, DATA_DIR: disk, PORT: '0' },
		encoding: 'utf8',
	});
	for (const folder of [prepared, disk]) rmSync(folder, { recursive: true });
	expect(stderr).toMatch(/cannot be opened .*Free some space on its disk and start again/);
});

describe('a database that cannot grow', () => {
	const fluid = fluidForFile({ LOG_LEVEL: 'silent' });

	const growTo = (pages: string) =>
		fluid.service.database.writeService((transaction) =>
			transaction.all({ strings: [`pragma max_page_count = ${pages}`], values: [] }),
		);

	test('refuses changes and is not ready, reads as before, and takes changes again when it can', async () => {
		await growTo('300');
		const { status, body } = await fill(fluid);
		expect([status, body.code]).toEqual([503, 'disk_full']);
		expect((await fluid.get('/readyz')).body.code).toBe('disk_full');
		expect((await fluid.get('/api-deals?limit=1')).status).toBe(200);

		await growTo('4294967294');
		expect((await fluid.ingest(long)).status).toBe(201);
		expect((await fluid.get('/readyz')).status).toBe(200);
	});

	test('keeps nothing of a change that goes on after it was undone', async () => {
		const { database } = fluid.service;
		const names = async () =>
			(await database.all<{ name: string }>(sql`select name from workspaces`)).map(
				({ name }) => name,
			);
		await growTo('300');
		const rename = database.writeService(async (transaction) => {
			const fill = (text: string) =>
				transaction.run(sql`update workspaces set name = ${text} where id = ${fluid.workspaceId}`);
			await fill('x'.repeat(2_000_000)).catch(() => undefined);
			await fill('Half of a change').catch(() => undefined);
		});
		await expect(rename).rejects.toThrow();
		expect(await names()).toEqual(['My workspace']);
		await growTo('4294967294');
	});
});
