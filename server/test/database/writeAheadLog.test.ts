import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type EmbeddedDatabase, openEmbedded } from '../../src/database/embedded';
import { sql } from '../../src/database/sql';

const LETTERS = 5_000;
const MEGABYTE = 1_000_000;

/** What may be in it while it is moved, 8,000 pages, and one more change. */
const LOG_AT_MOST = 40 * MEGABYTE;

let folder: string;
let database: EmbeddedDatabase;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'write-ahead-log-'));
	database = openEmbedded(folder);
	await database.writeService((transaction) =>
		transaction.run(sql`create table texts (text text)`),
	);
});
afterEach(async () => {
	await database.close();
	rmSync(folder, { recursive: true });
});

const size = (ending = '') => statSync(database.file + ending).size;

/** Adds so much in one change; returns the bytes of it that were in the log before its commit began. */
async function add(megabytes: number): Promise<number> {
	const before = size('-wal');
	return database.writeService(async (transaction) => {
		for (let written = 0; written < megabytes * MEGABYTE; written += LETTERS)
			await transaction.run(sql`insert into texts (text) values (${'x'.repeat(LETTERS)})`);
		return size('-wal') - before;
	});
}

const count = async () =>
	(await database.get<{ count: number }>(sql`select count(*) as count from texts`))?.count;

test('most of a large change is in the log before its commit begins', async () => {
	expect(await add(10)).toBeGreaterThan(5 * MEGABYTE);
});

test('a large change stays in the log at first, and is moved into the file a moment later', async () => {
	const before = size();
	await add(10);
	expect(size()).toBe(before);
	await vi.waitFor(() => expect(size()).toBeGreaterThan(10 * MEGABYTE), 5_000);
});

test('the log stays short while changes never stop coming and are read', async () => {
	let isOver = false;
	const reads = (async () => {
		while (!isOver) {
			await count();
			await sleep(1);
		}
	})();
	for (let written = 0; written < 120; written += 1) await add(1);
	isOver = true;
	await reads;

	expect(size('-wal')).toBeLessThan(LOG_AT_MOST);
});

test('large changes, one right after the other, leave no more than a few of them in the log', async () => {
	for (let change = 0; change < 15; change += 1) await add(10);
	expect(size('-wal')).toBeLessThan(64 * MEGABYTE);
});

test('the log is short again after another program has read for a long time', async () => {
	const other = new DatabaseSync(database.file);
	other.exec('begin; select 1 from texts');
	for (let written = 0; written < 45; written += 1) await add(1);
	expect(size('-wal')).toBeGreaterThan(LOG_AT_MOST);
	other.exec('rollback');
	other.close();

	for (let written = 0; written < 30; written += 1) await add(1);
	const before = size('-wal');
	for (let written = 0; written < 30; written += 1) await add(1);

	expect(size('-wal')).toBe(before);
});

test('a database that is closed right after a large change keeps it', async () => {
	await add(10);
	await database.close();
	database = openEmbedded(folder);
	expect(await count()).toBe((10 * MEGABYTE) / LETTERS);
});
