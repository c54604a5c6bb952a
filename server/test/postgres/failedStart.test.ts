import { createServer } from 'node:net';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { buildServiceIfStale, serverMain } from '../../../scripts/built.mjs';
import { fluidCommand, runScript } from '../../../test/support/fluidCommand';
import { needs } from '../../../test/support/needs';
import {
	isOnPostgres,
	newTestDatabase,
	type TestDatabase,
} from '../../../test/support/postgresDatabase';
import { newKeyText } from '../../src/secrets/key';

const NEEDS = { ...needs('PostgreSQL (Debian: apt install postgresql)'), timeout: 60_000 };
const onPostgres = test.skipIf(!isOnPostgres());
const SOON_MS = 20_000;
const IF_LOST =
	'If the key is lost for good, make new secrets with: npm run -s fluid -- secret-key reset';

let database: TestDatabase;
let folder: string;

beforeAll(buildServiceIfStale, 120_000);
beforeEach(async () => {
	if (!isOnPostgres()) return;
	database = (await newTestDatabase()) as TestDatabase;
	folder = mkdtempSync(join(tmpdir(), 'fluid-failed-start-'));
});
afterEach(async () => {
	if (!isOnPostgres()) return;
	await database.remove();
	rmSync(folder, { recursive: true });
});

const settings = (env: Record<string, string> = {}) => ({
	env: { DATA_DIR: folder, PORT: '0', ...database.env, ...env },
});
const start = (env: Record<string, string> = {}) => runScript(serverMain, [], settings(env));
const fluid = (args: string[], env: Record<string, string> = {}) =>
	fluidCommand(args, settings(env));

async function ask<T>(text: string): Promise<T[]> {
	const client = new Client({ connectionString: database.env.DATABASE_URL });
	await client.connect();
	const { rows } = await client.query(text);
	await client.end();
	return rows as T[];
}

onPostgres.each([
	['a service', 'all', 'PORT'],
	['a process that answers', 'api', 'PORT'],
	['a worker', 'worker', 'FLUID_WORKER_PORT'],
])(
	'%s whose port is taken ends within seconds, and nobody counts on it any more',
	NEEDS,
	async (_who, role, setting) => {
		const taken = createServer().listen(0, '127.0.0.1');
		await once(taken, 'listening');
		const { port } = taken.address() as { port: number };
		const startedAt = performance.now();

		const { code, stderr } = await start({ FLUID_ROLE: role, [setting]: String(port) });

		expect({ code, stderr }).toEqual({
			code: 1,
			stderr: `Port ${port} is in use already. Stop what uses it, or choose another one: ${setting}=${port + 1} npm start\n`,
		});
		expect(performance.now() - startedAt).toBeLessThan(SOON_MS);
		expect(await ask('select role from processes')).toEqual([]);
		taken.close();
	},
);

onPostgres('another key than that of the database is said of DATABASE_URL', NEEDS, async () => {
	const key = database.env.FLUID_SECRET_KEY as string;
	expect(await fluid(['workspaces', 'create', 'Agency'])).toMatchObject({ code: 0 });
	const wrong = { FLUID_SECRET_KEY: newKeyText() };
	const sentence = `FLUID_SECRET_KEY is not the key that the database in DATABASE_URL was encrypted with. Set the one that was in use when its first process started, or check that DATABASE_URL names the right database. ${IF_LOST}\n`;
	expect(await fluid(['doctor'], wrong)).toEqual({ code: 1, stdout: '', stderr: sentence });
	expect(await start(wrong)).toEqual({ code: 1, stdout: '', stderr: sentence });
	const next = { FLUID_NEW_SECRET_KEY: newKeyText() };
	const change = await fluid(['secret-key', 'change'], { ...wrong, ...next });
	expect(change).toEqual({ code: 1, stdout: '', stderr: sentence });

	writeFileSync(join(folder, 'secret.key'), `${key}\n`);
	const inFile = `FLUID_SECRET_KEY is not the key that the database in DATABASE_URL was encrypted with. That is in ${join(folder, 'secret.key')}: set FLUID_SECRET_KEY to what is in that file.\n`;
	expect(await fluid(['doctor'], wrong)).toEqual({ code: 1, stdout: '', stderr: inFile });
});

onPostgres.each([
	['doctor'],
	['workspaces list'],
	['keys list'],
	['sign-in-link'],
	['secret-key reset'],
])('in an empty database, %s makes no tables and says where to look', NEEDS, async (command) => {
	await ask('drop schema public cascade');
	await ask('create schema public');
	expect(await fluid(command.split(' '))).toEqual({
		code: 1,
		stdout: '',
		stderr:
			'There is no Fluid database in DATABASE_URL: the database there has none of its tables. Nothing was changed. Check that DATABASE_URL names the right one; to begin there, start the service once with npm start.\n',
	});
	expect(await ask(`select tablename from pg_tables where schemaname = 'public'`)).toEqual([]);
});

onPostgres('in an empty database, workspaces create makes the first workspace', NEEDS, async () => {
	await ask('drop schema public cascade');
	await ask('create schema public');
	expect(await fluid(['workspaces', 'create', 'Client B'])).toMatchObject({ code: 0, stderr: '' });
	expect(await ask('select name from workspaces')).toEqual([{ name: 'Client B' }]);
});

onPostgres.each([
	[
		'a server that is not there',
		(url: URL) => void (url.port = '1'),
		'No server listens there: start it, or correct the host and the port in DATABASE_URL.',
	],
	[
		'a host without an address',
		(url: URL) => void (url.hostname = 'db.invalid'),
		/(No host has this name|The name of the host cannot be looked up now): .+/,
	],
	[
		'a database that is not there',
		(url: URL) => void (url.pathname = '/fluid_nowhere'),
		'Make it with createdb, or correct its name in DATABASE_URL.',
	],
	[
		'a user that is not there',
		(url: URL) => void (url.username = 'nobody_here'),
		/Correct the user (in|and the password in) DATABASE_URL, or .+/,
	],
] as Array<[string, (url: URL) => void, string | RegExp]>)(
	'%s is said to a service and to a command, with what to do',
	NEEDS,
	async (...row) => {
		const [, breaking, advice] = row;
		const url = new URL(database.env.DATABASE_URL as string);
		breaking(url);
		const env = { DATABASE_URL: url.href };
		for (const { code, stderr } of [await start(env), await fluid(['undo'], env)]) {
			expect(code).toBe(1);
			expect(stderr).toMatch(
				/The database in DATABASE_URL cannot be opened: .+\. Nothing was changed\. /,
			);
			expect(stderr).toMatch(advice);
		}
	},
);
