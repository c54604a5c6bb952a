import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { buildServiceIfStale, serverMain } from '../../../scripts/built.mjs';
import { freePort } from '../../../scripts/freePort.mjs';
import { node24 } from '../../../scripts/node24.mjs';
import { childEnv } from '../../../test/support/childEnv';
import { endingWithParent } from '../../../test/support/endingWithParent';
import { openAlone } from '../../src/database/openAlone';
import { olderFolder, SECRET_KEY } from '../database/olderDatabase';

const STATE = '0014_webhook_names';
const COPY = `fluid.sqlite.before-upgrade-of-${STATE}`;

let folder: string;
const ends: Array<() => unknown> = [];

beforeAll(buildServiceIfStale, 120_000);
afterEach(async () => {
	for (const end of ends.splice(0)) await end();
	rmSync(folder, { recursive: true });
});

/** Starts a process of the service; returns its exit code, undefined while it runs, and what it has printed. */
async function start(role: 'all' | 'api' | 'worker') {
	const env = {
		...childEnv,
		DATA_DIR: folder,
		FLUID_SECRET_KEY: SECRET_KEY,
		FLUID_ROLE: role,
		FLUID_WORKER_PORT: '0',
		PORT: String(await freePort()),
	};
	const child = spawn(node24(), [...endingWithParent, serverMain], { env });
	const closed = once(child, 'close') as Promise<[number | null]>;
	ends.push(() => child.kill('SIGTERM') && closed);
	let printed = '';
	const ready = new Promise<void>((resolve) => {
		for (const stream of [child.stdout, child.stderr])
			stream.on('data', (data) => {
				printed += data;
				if (printed.includes('Fluid is ready')) resolve();
			});
	});
	const code = await Promise.race([ready, closed.then(([end]) => end)]);
	return { code, printed: printed.trim() };
}

/** Opens the database as a service that has nothing to do holds it. */
function openIdle(): DatabaseSync {
	const connection = new DatabaseSync(join(folder, 'fluid.sqlite'));
	connection.exec('pragma journal_mode = wal');
	connection.prepare('select name from workspaces').all();
	return connection;
}

test('a start leaves tables of an earlier version as they are while another process has them open, and says to stop it', async () => {
	folder = olderFolder(STATE);
	const idle = openIdle();
	ends.push(() => idle.isOpen && idle.close());
	const refusal = {
		code: 1,
		printed: `The tables of the database in ${folder} are of an earlier version of Fluid, and another process has it open, so they cannot be brought up to date. Nothing was changed. Stop the service of that version first, with all its processes, and every fluid command; then start again.`,
	};

	expect(await Promise.all([start('api'), start('worker')])).toEqual([refusal, refusal]);
	expect(idle.prepare('select max(name) as newest from migrations').get()).toEqual({
		newest: STATE,
	});
	expect(readdirSync(folder)).not.toContain(COPY);

	idle.close();
	expect(await start('all')).toMatchObject({ code: undefined });
	expect(readdirSync(folder)).toContain(COPY);
}, 60_000);

test('a start waits for the process of an earlier version that is about to end', async () => {
	folder = olderFolder(STATE);
	const idle = openIdle();
	const starting = start('all');
	// The time itself is what is tested: longer than a start takes until it finds the database in use.
	await sleep(2_000);
	idle.close();
	expect(await starting).toMatchObject({ code: undefined });
}, 60_000);

test.each([
	['an older database', () => olderFolder(STATE)],
	['an empty folder', () => mkdtempSync(join(tmpdir(), 'fluid-upgrade-'))],
])(
	'processes that start at once on %s all start',
	async (_what, newFolder) => {
		folder = newFolder();
		const started = await Promise.all([
			start('worker'),
			start('api'),
			start('worker'),
			start('api'),
		]);
		expect(started.map(({ code }) => code)).toEqual([undefined, undefined, undefined, undefined]);
		expect(await start('worker')).toMatchObject({ code: undefined });
	},
	60_000,
);

test('a start waits for a process that has the database for itself, and says so when that takes long', async () => {
	folder = olderFolder(STATE);
	const alone = openAlone(folder, () => {});
	ends.push(() => alone.close());
	expect(await start('api')).toEqual({
		code: 1,
		printed: `Another process has the database in ${folder} for itself, such as a start that brings its tables up to date, or a fluid command. Nothing was changed. Start again when it is done.`,
	});
}, 60_000);
