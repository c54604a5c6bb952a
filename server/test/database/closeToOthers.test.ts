import {
	chmodSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildServiceIfStale } from '../../../scripts/built.mjs';
import { ServiceProcess } from '../../../test/support/serviceProcess';
import type { Database } from '../../src/database/database';
import { openEmbedded } from '../../src/database/embedded';
import { sql } from '../../src/database/sql';

let above: string;
let folder: string;
let database: Database | undefined;
let warnings: string[];

beforeEach(() => {
	above = mkdtempSync(join(tmpdir(), 'fluid-closed-'));
	folder = join(above, 'data');
	warnings = [];
});
afterEach(async () => {
	await database?.close();
	rmSync(above, { recursive: true });
});

async function open(): Promise<void> {
	database = openEmbedded(folder, (sentence) => warnings.push(sentence));
	// Only now are all files there.
	await database.writeService((transaction) => transaction.run(sql`delete from deals`));
}

const modeOf = (path: string) => (statSync(path).mode & 0o7777).toString(8);

/** The permissions of everything in the data folder, by name. */
function modes(): Record<string, string> {
	return Object.fromEntries(readdirSync(folder).map((name) => [name, modeOf(join(folder, name))]));
}

describe('nobody else on the machine can read', () => {
	test('a new data folder and the files of the database', async () => {
		await open();
		expect(modeOf(folder)).toBe('700');
		expect(modes()).toEqual({
			'fluid.sqlite': '600',
			'fluid.sqlite-shm': '600',
			'fluid.sqlite-wal': '600',
		});
		expect(warnings).toEqual([]);
	});

	test('what an earlier version left open, and what else lies in the folder', async () => {
		mkdirSync(folder);
		for (const name of ['fluid.sqlite', 'fluid.sqlite-wal', 'backup.sqlite', 'backup.sh'])
			writeFileSync(join(folder, name), '');
		for (const name of ['fluid.sqlite', 'fluid.sqlite-wal', 'backup.sqlite'])
			chmodSync(join(folder, name), 0o644);
		for (const path of [join(folder, 'backup.sh'), folder]) chmodSync(path, 0o755);

		await open();

		expect(modeOf(folder)).toBe('700');
		expect(modes()).toEqual({
			'backup.sh': '700',
			'backup.sqlite': '600',
			'fluid.sqlite': '600',
			'fluid.sqlite-shm': '600',
			'fluid.sqlite-wal': '600',
		});
		expect(warnings).toEqual([]);
	});
});

test('a folder that others use as well stays theirs, with a warning; the database in it is closed', async () => {
	mkdirSync(folder);
	writeFileSync(join(folder, 'of-a-colleague.txt'), '');
	chmodSync(join(folder, 'of-a-colleague.txt'), 0o644);
	chmodSync(folder, 0o1777);

	await open();

	expect(modeOf(folder)).toBe('1777');
	expect(modes()).toMatchObject({ 'of-a-colleague.txt': '644', 'fluid.sqlite': '600' });
	expect(warnings).toEqual([
		`DATA_DIR is ${folder}, which others use as well, so it stays open to them. Give the database a folder of its own.`,
	]);
});

describe('a file system that', () => {
	beforeAll(buildServiceIfStale, 120_000);

	/** Starts the service with another `chmodSync`; answers the warnings in its log. */
	async function startWith(chmodSync: string): Promise<string[]> {
		const script = join(above, 'chmod.cjs');
		writeFileSync(script, `require('node:fs').chmodSync = ${chmodSync};`);
		const service = await ServiceProcess.start({ NODE_OPTIONS: `--require=${script}` });
		leaveOpen(service.folder);
		await service.kill('SIGTERM');
		await service.start();
		expect((await service.client.get('/api-me')).status).toBe(200);
		const { output } = service;
		await service.stop();
		const lines = output.split('\n').filter((line) => line.startsWith('{"level":40'));
		return lines.map((line) => JSON.parse(line).msg.replaceAll(service.folder, 'DATA'));
	}

	/** As it would be where permissions cannot be kept. */
	function leaveOpen(path: string): void {
		chmodSync(path, 0o755);
		chmodSync(join(path, 'fluid.sqlite'), 0o644);
	}

	test('refuses other permissions gets a warning, and the service runs', async () => {
		const refuse = `() => { throw Object.assign(new Error('refused'), { code: 'EPERM' }); }`;
		expect(await startWith(refuse)).toEqual([
			'Others on this machine may be able to read DATA (EPERM), DATA/fluid.sqlite (EPERM): the permissions cannot be changed. Let DATA belong to the user who runs Fluid, on a file system that keeps permissions.',
		]);
	});

	test('takes other permissions and forgets them gets the same warning', async () => {
		expect(await startWith('() => {}')).toEqual([
			'Others on this machine may be able to read DATA, DATA/fluid.sqlite: the permissions cannot be changed. Let DATA belong to the user who runs Fluid, on a file system that keeps permissions.',
		]);
	});
});
