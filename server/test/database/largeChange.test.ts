import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type EmbeddedDatabase, openEmbedded } from '../../src/database/embedded';
import { sql } from '../../src/database/sql';

const ROWS = 2_000;
const LETTERS = 5_000;

let folder: string;
let database: EmbeddedDatabase;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'large-change-'));
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

/** Adds ten megabytes in one change; returns the bytes of it that were in the log before its commit began. */
async function addTenMegabytes(rows = ROWS): Promise<number> {
	const text = 'x'.repeat((ROWS * LETTERS) / rows);
	const before = size('-wal');
	return database.writeService(async (transaction) => {
		for (let row = 0; row < rows; row += 1)
			await transaction.run(sql`insert into texts (text) values (${text})`);
		return size('-wal') - before;
	});
}

test('most of a large change is in the log before its commit begins', async () => {
	expect(await addTenMegabytes()).toBeGreaterThan(0.5 * ROWS * LETTERS);
});

test.each([
	['many rows', ROWS],
	['few rows of long texts', 100],
])(
	'the commit of %s leaves its pages in the log, and they are moved a moment later',
	async (_what, rows) => {
		const before = size();
		await addTenMegabytes(rows);
		expect(size()).toBe(before);
		await vi.waitFor(() => expect(size()).toBeGreaterThan(ROWS * LETTERS), 5_000);
	},
);

test('small changes after a large one are moved by their commits as ever, so that the log does not grow', async () => {
	await addTenMegabytes();
	await vi.waitFor(() => expect(size()).toBeGreaterThan(ROWS * LETTERS), 5_000);
	const log = size('-wal');
	for (let change = 0; change < 100; change += 1)
		await database.writeService(async (transaction) => {
			for (let row = 0; row < 100; row += 1)
				await transaction.run(sql`insert into texts (text) values (${'x'.repeat(LETTERS)})`);
		});
	expect(size('-wal')).toBeLessThan(2 * log);
});

test('large changes, one right after the other, leave no more than a few of them in the log', async () => {
	for (let change = 0; change < 15; change += 1) await addTenMegabytes();
	expect(size('-wal')).toBeLessThan(100_000_000);
});

test('a database that is closed right after a large change keeps it', async () => {
	await addTenMegabytes();
	await database.close();
	database = openEmbedded(folder);
	expect(await database.get(sql`select count(*) as count from texts`)).toEqual({ count: ROWS });
});
