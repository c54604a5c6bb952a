import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { buildServiceIfStale } from '../../../../scripts/built.mjs';
import { type FluidFixture, startFluid } from '../../../../test/support/fluid';
import { FluidClient } from '../../../../test/support/fluidClient';
import { fluidCommand } from '../../../../test/support/fluidCommand';
import { needs } from '../../../../test/support/needs';
import { newTestDatabase, type TestDatabase } from '../../../../test/support/postgresDatabase';
import { Receiver } from '../../../../test/support/receiver';
import { readConfig } from '../../../src/config';
import { DATABASE_FILE } from '../../../src/database/embedded';
import { type RunningService, startService } from '../../../src/start';
import { keptStates, olderFolder, SECRET_KEY, startInFolder } from '../../database/olderDatabase';
import { fillEverywhere } from '../../doctor/fillEverywhere';
import { answersOf } from './answers';
import { fillTheRest, SOON_DONE } from './fillTheRest';

const isOnPostgres = inject('postgres') !== undefined;
const NEEDS = { ...needs('PostgreSQL (Debian: apt install postgresql)'), timeout: 60_000 };
const moving = test.skipIf(!isOnPostgres);

const PUBLIC_URL = 'https://crm.example.com';
/** It takes changes and delivers nothing, so that all it has to deliver is moved. */
const EMBEDDED = { DATABASE_URL: '', FLUID_SECRET_KEY: '', FLUID_ROLE: 'api', PUBLIC_URL };

let target: TestDatabase;
let url: string;
let folder: string;
let started: RunningService | undefined;

beforeAll(buildServiceIfStale, 120_000);
beforeEach(async () => {
	if (!isOnPostgres) return;
	target = (await newTestDatabase()) as TestDatabase;
	url = target.env.DATABASE_URL as string;
	started = undefined;
});
afterEach(async () => {
	await started?.stop();
	await target?.remove();
	rmSync(folder, { recursive: true, force: true });
});

const fluid = (args: string[], env: Record<string, string> = {}) =>
	fluidCommand(args, { env: { DATA_DIR: folder, ...env } });
const move = (env: Record<string, string> = {}) => fluid(['database', 'move', '--to', url], env);
const secretKey = () => readFileSync(join(folder, 'secret.key'), 'utf8').trim();

async function ask(...texts: string[]): Promise<Array<Record<string, unknown>>> {
	const client = new Client({ connectionString: url });
	await client.connect();
	let rows: Array<Record<string, unknown>> = [];
	for (const text of texts) ({ rows } = await client.query(text));
	await client.end();
	return rows;
}

/** Starts an embedded database with a bit of everything, or with what is given; it is in `folder`. */
async function startEmbedded(receiver?: Receiver): Promise<FluidFixture> {
	const source = await startFluid(EMBEDDED);
	folder = source.dataDir;
	if (!receiver) return source;
	await fillEverywhere(source, receiver);
	await fillTheRest(source);
	return source;
}

/** Starts a service where everything was moved to. */
async function startMoved(key: string, env: Record<string, string> = {}): Promise<FluidClient> {
	const settings = { PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'error', PUBLIC_URL };
	const config = readConfig({
		...settings,
		DATABASE_URL: url,
		FLUID_SECRET_KEY: secretKey(),
		...env,
	});
	started = await startService(config);
	return new FluidClient(started.url, key);
}

/** What changes a row on its way into a table, as long as it is there. */
const spoil = (table: string, what: string) => [
	`create function spoil() returns trigger language plpgsql as $$ begin ${what}; return new; end $$`,
	`create trigger spoil before insert on ${table} for each row execute function spoil()`,
];

describe('fluid database move', () => {
	moving(
		'carries over every row of every table: the service answers the same, and delivers what waited',
		NEEDS,
		async () => {
			const receiver = await Receiver.start();
			const source = await startEmbedded(receiver);
			const before = await answersOf(source);
			await source.service.stop();
			inFile(SOON_DONE);
			expect(emptyTables()).toEqual([]);

			const { code, stdout, stderr } = await move();
			expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
			expect(stdout).toContain('Everything is there, and was read back the same.');
			expect(stdout).toContain(`FLUID_SECRET_KEY set to what is in ${join(folder, 'secret.key')}`);
			expect(existsSync(join(folder, DATABASE_FILE))).toBe(false);
			expect(existsSync(join(folder, `${DATABASE_FILE}.moved-to-postgres`))).toBe(true);

			const api = await startMoved(source.key, { FLUID_ROLE: 'api' });
			expect(await answersOf(api)).toEqual(before);
			await started?.stop();
			expect(receiver.received).toEqual([]);
			expect(await waiting()).not.toEqual([{ waiting: 0 }]);
			const client = await startMoved(source.key);
			await receiver.waitFor(5);
			await expect.poll(waiting).toEqual([{ waiting: 0 }]);
			const { body } = await client.get('/api-events?limit=1');
			const { deal } = (await client.ingest({ name: 'Made behind the move' })).body;
			const [event] = (await client.get('/api-events?limit=1')).body.data;
			expect(event).toMatchObject({
				sequence: body.data[0].sequence + 1,
				data: { deal: { id: deal.id } },
			});
			expect((await client.get('/api-deals?q=behind')).body.data).toHaveLength(1);

			const doctor = await fluid(['doctor'], { DATABASE_URL: url, FLUID_SECRET_KEY: secretKey() });
			expect(doctor).toMatchObject({ code: 0, stderr: '' });
			await receiver.stop();
		},
	);

	moving(
		'takes what today no request may hold: the character NUL, and half an emoji',
		NEEDS,
		async () => {
			const source = await startEmbedded();
			const { id } = await source.deal({ name: 'Acme', custom_fields: {} });
			await source.service.stop();
			inFile(
				`update deals set name = 'Ac' || char(0) || 'me', custom_fields = '{"a":"b\\u0000c\\ud83d"}'`,
			);
			expect(await move()).toMatchObject({ code: 0, stderr: '' });
			expect(await ask(`select name, custom_fields from deals where id = '${id}'`)).toEqual([
				{ name: 'Acme', custom_fields: '{"a":"bc\ufffd"}' },
			]);
		},
	);

	moving(
		'finds a row that has arrived as another one, and lets no service work with it',
		NEEDS,
		async () => {
			const source = await startEmbedded();
			for (const name of ['Acme', 'Globex', 'Initech']) await source.deal({ name, value: 4800 });
			await source.service.stop();
			await ask(
				...spoil('deals', `if new.name = 'Globex' then new.value = new.value + 0.01; end if`),
			);

			expect(await move()).toMatchObject({
				code: 1,
				stderr: expect.stringContaining(
					'The table deals has not arrived as it was sent (3 rows sent, 3 found).',
				),
			});
			await expect(startMoved(source.key)).rejects.toThrow('Not all has arrived yet');

			await ask('drop function spoil cascade');
			const again = await move();
			expect(again).toMatchObject({ code: 0, stderr: '' });
			expect(again.stdout).toMatch(/^workspaces +1 were there already$/m);
			expect(again.stdout).toMatch(/^deals +3$/m);
			const client = await startMoved(source.key);
			expect((await client.get('/api-deals')).body.data).toHaveLength(3);
		},
	);

	moving(
		'goes on where it was interrupted, also with what was changed here since',
		NEEDS,
		async () => {
			const source = await startEmbedded();
			await source.deal({ name: 'Acme', contact: { email: 'ada@example.com' } });
			await source.service.stop();
			await ask(...spoil('events', `raise exception 'The power is gone'`));
			expect(await move()).toMatchObject({
				code: 1,
				stderr: expect.stringContaining('The power is gone. Nothing was changed in '),
			});
			expect(existsSync(join(folder, DATABASE_FILE))).toBe(true);

			inFile(`update deals set name = 'Acme website'`);
			await ask('drop function spoil cascade');
			expect(await move()).toMatchObject({ code: 0, stderr: '' });
			const client = await startMoved(source.key);
			expect((await client.get('/api-deals')).body.data).toMatchObject([{ name: 'Acme website' }]);
		},
	);

	moving('run again behind its end, it changes nothing that was written since', NEEDS, async () => {
		const source = await startEmbedded();
		await source.deal({ name: 'Acme' });
		await source.service.stop();
		await move();
		giveBackName();
		expect(await move()).toMatchObject({ code: 0, stderr: '' });

		const client = await startMoved(source.key);
		await client.deal({ name: 'Made behind the move' });
		await started?.stop();
		giveBackName();
		expect(await move()).toMatchObject({
			code: 1,
			stderr: expect.stringContaining('a service has worked with the new one since'),
		});
		expect(await ask('select count(*)::int as deals from deals')).toEqual([{ deals: 2 }]);
	});

	moving('behind the way back it says which of the two was worked with', NEEDS, async () => {
		const source = await startEmbedded();
		const { id } = await source.deal({ name: 'Acme' });
		await source.service.stop();
		await move();
		giveBackName();
		inFile(`update pipelines set name = 'Renamed in the file'`);
		expect((await move()).stderr).toContain('and one of the two was changed since');

		const workAgain = async (DATABASE_URL: string) => {
			const config = { PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'error', PUBLIC_URL };
			const FLUID_SECRET_KEY = DATABASE_URL === '' ? '' : secretKey();
			started = await startService(readConfig({ ...config, DATABASE_URL, FLUID_SECRET_KEY }));
			await new FluidClient(started.url, source.key).ingest({ id, note: 'Worked with again' });
			await started.stop();
		};
		await workAgain('');
		expect((await move()).stderr).toBe(
			'This database was moved to there already, and a service has worked with this one since, so that the new one is older. Nothing was changed. To move it as it is now, choose another database that is empty.\n',
		);
		await workAgain(url);
		expect((await move()).stderr).toContain('and services have worked with both since.');
	});

	moving('is refused while the service runs', NEEDS, async () => {
		const source = await startEmbedded();
		expect(await move()).toMatchObject({
			code: 1,
			stderr: `The database in ${folder} is in use. Stop the service, and every other fluid command, and try again.\n`,
		});
		await source.service.stop();
	});

	moving(
		'is refused where the database belongs to a service or to another program',
		NEEDS,
		async () => {
			const source = await startEmbedded();
			await source.service.stop();
			const other = await startFluid({ ...target.env });
			expect((await move()).stderr).toContain(
				'The database there belongs to a service of its own already: it has the workspace "My workspace".',
			);
			await other.stop();
			await ask(
				'drop schema public cascade',
				'create schema public',
				'create table users (id int)',
			);
			expect((await move()).stderr).toContain(
				'The database there has tables of another program (users).',
			);
			expect(
				await ask(
					'select relname::text from pg_class where relnamespace = current_schema()::regnamespace',
				),
			).toEqual([{ relname: 'users' }]);
		},
	);

	moving(
		'is refused where the database is for the maintenance of the server, unless it has begun there',
		NEEDS,
		async () => {
			const source = await startEmbedded();
			await source.service.stop();
			const own = url;
			const server = new URL(own);
			server.pathname = 'template1';
			url = server.href;
			expect(await move()).toMatchObject({
				code: 1,
				stderr:
					'The database template1 is for the maintenance of the server. Nothing was changed. Make one of its own first, with: createdb fluid; then name it at the end of the address: --to postgres://.../fluid\n',
			});
			const tables = `select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`;
			expect(await ask(tables)).toEqual([]);

			await ask('create table moves (source text)', `insert into moves values ('${sourceId()}')`);
			expect((await move()).stderr).toContain('has tables of another program (moves)');
			await ask('drop table moves');
			url = own;
		},
	);

	moving.each([
		['db.example.com', 'must be the address of a PostgreSQL database'],
		[
			'postgres://fluid@127.0.0.1:1/fluid?pgbouncer=true',
			'must name the server itself and not PgBouncer',
		],
	])('refuses the address %s with a sentence', NEEDS, async (to, sentence) => {
		const source = await startEmbedded();
		await source.service.stop();
		const { code, stderr } = await fluid(['database', 'move', '--to', to]);
		expect(code).toBe(2);
		expect(stderr).toContain(sentence);
	});

	moving.each(keptStates)(
		'the database of an earlier version that ended with %s answers the same from there',
		NEEDS,
		async (state) => {
			const now = () => new Date('2026-03-02T09:30:00.000Z');
			folder = olderFolder(state);
			const env = { FLUID_SECRET_KEY: SECRET_KEY };
			expect((await move(env)).stderr).toContain('Bring them up to date first');
			expect(await fluid(['upgrade'], env)).toMatchObject({ code: 0, stderr: '' });
			const settings = { FLUID_ROLE: 'api', PUBLIC_URL };
			const embedded = await startInFolder(folder, now, settings);
			const before = await answersOf(embedded);
			await embedded.service.stop();

			expect(await move(env)).toMatchObject({ code: 0, stderr: '' });
			const moved = await startInFolder(folder, now, { ...settings, DATABASE_URL: url });
			started = moved.service;
			expect(await answersOf(moved)).toEqual(before);
		},
	);
});

function inFile(statement: string): void {
	const connection = new DatabaseSync(join(folder, DATABASE_FILE));
	connection.exec(statement);
	connection.close();
}

/** What a move knows the embedded database by. */
function sourceId(): string {
	const connection = new DatabaseSync(join(folder, DATABASE_FILE));
	const row = connection.prepare('select check_value from secret_key').get();
	connection.close();
	return String(row?.check_value);
}

function giveBackName(): void {
	const file = join(folder, DATABASE_FILE);
	renameSync(`${file}.moved-to-postgres`, file);
}

/** What nobody has anything in yet is not proven to be carried over. */
function emptyTables(): string[] {
	const connection = new DatabaseSync(join(folder, DATABASE_FILE));
	const names = connection
		.prepare(
			`select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name not like '%index%'`,
		)
		.all()
		.map(({ name }) => String(name));
	const empty = names.filter((name) => !connection.prepare(`select 1 from ${name}`).get());
	connection.close();
	return empty;
}

const waiting = () =>
	ask(`select count(*)::int as waiting from deliveries join webhooks using (queue_id)
		where deliveries.status = 'pending' and delivery = 'push'`);
