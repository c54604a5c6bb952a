import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { buildServiceIfStale } from '../../../scripts/built.mjs';
import { fluidCommand } from '../../../test/support/fluidCommand';
import { openEmbedded } from '../../src/database/embedded';
import { migrate, migrations } from '../../src/database/migrate';

const [before, last] = migrations.slice(-2).map(({ name }) => name) as [string, string];

let folder: string;

beforeAll(buildServiceIfStale, 120_000);
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'fluid-upgrade-'));
	const connection = new DatabaseSync(file());
	migrate(connection, migrations.slice(0, -1));
	connection.exec(
		`insert into workspaces (id, name, currency, created_at) values ('ws_1', 'Agency', 'EUR', '2026-11-24T09:00:00.000Z')`,
	);
	connection.close();
	return () => rmSync(folder, { recursive: true });
});

const file = () => join(folder, 'fluid.sqlite');
const copy = () => `${file()}.before-upgrade-of-${before}`;
const upgrade = (...args: string[]) =>
	fluidCommand(['upgrade', ...args], { env: { DATA_DIR: folder } });

/** Returns the newest change of a database's tables, and the names of its workspaces. */
function stateOf(path: string): unknown {
	const connection = new DatabaseSync(path);
	const state = {
		newest: connection.prepare('select max(name) as name from migrations').get()?.name,
		workspaces: connection
			.prepare('select name from workspaces')
			.all()
			.map(({ name }) => name),
	};
	connection.close();
	return state;
}

test('a dry run says what an upgrade would do, and does nothing', async () => {
	const { code, stdout, stderr } = await upgrade('--dry-run');
	expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
	expect(stdout).toContain('Nothing was changed.');
	expect(stdout).toMatch(/keep the database \(\d+ kB\) as /);
	expect(stdout).toContain(`${copy()}; `);
	expect(stdout).toContain(`make this change of its tables: ${last}\n`);
	expect(readdirSync(folder)).toEqual(['fluid.sqlite']);
	expect(stateOf(file())).toEqual({ newest: before, workspaces: ['Agency'] });
});

test('an upgrade keeps the database as it was, which can be restored', async () => {
	const { code, stdout } = await upgrade();
	expect(code).toBe(0);
	expect(stdout).toContain(`1 change made: ${last}.`);
	expect(stateOf(file())).toEqual({ newest: last, workspaces: ['Agency'] });
	expect(stateOf(copy())).toEqual({ newest: before, workspaces: ['Agency'] });
	expect(statSync(copy()).mode & 0o777).toBe(0o600);

	expect((await upgrade('--dry-run')).stdout).toBe(
		`The tables of ${file()} are up to date (${last}).\n`,
	);
	await fluidCommand(['restore', copy(), '--yes'], { env: { DATA_DIR: folder } });
	expect(stateOf(file())).toEqual({ newest: before, workspaces: ['Agency'] });
});

test('the start of a newer version keeps a copy too, says where, and removes the copy of the upgrade before', async () => {
	const earlier = `${file()}.before-upgrade-of-0001_start`;
	new DatabaseSync(earlier).close();
	const sentences: string[] = [];
	await openEmbedded(folder, (sentence) => sentences.push(sentence)).close();

	expect(sentences.join()).toContain(`kept as it was before in ${copy()}`);
	expect(stateOf(copy())).toEqual({ newest: before, workspaces: ['Agency'] });
	expect(readdirSync(folder).filter((name) => name.includes('before-upgrade'))).toHaveLength(1);

	await openEmbedded(folder, (sentence) => sentences.push(sentence)).close();
	expect(sentences).toHaveLength(1);
});

test('without a copy nothing is kept', async () => {
	expect((await upgrade('--without-copy')).stdout).toContain('No copy was kept.');
	expect(stateOf(file())).toEqual({ newest: last, workspaces: ['Agency'] });
	expect(readdirSync(folder)).toEqual(['fluid.sqlite', 'secret.key']);
});

test('a new database needs no copy', async () => {
	rmSync(file());
	await openEmbedded(folder).close();
	expect(readdirSync(folder)).toEqual(['fluid.sqlite']);
});
