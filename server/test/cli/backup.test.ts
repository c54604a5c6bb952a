import { createHash } from 'node:crypto';
import {
	copyFileSync,
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildServiceIfStale } from '../../../scripts/built.mjs';
import { commandHere } from '../../../test/support/commandHere';
import { ServiceHere } from '../../../test/support/serviceHere';
import { ServiceProcess } from '../../../test/support/serviceProcess';
import { olderFolder } from '../database/olderDatabase';

let service: ServiceProcess | ServiceHere;
let elsewhere: string;

beforeAll(buildServiceIfStale, 120_000);
beforeEach(() => {
	elsewhere = mkdtempSync(join(tmpdir(), 'fluid-backups-'));
	return () => rmSync(elsewhere, { recursive: true });
});

const file = () => join(elsewhere, 'fluid.sqlite');
const fluid = (...args: string[]) => commandHere(args, { env: { DATA_DIR: service.folder } });
const hash = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

async function dealNames(): Promise<string[]> {
	const { body } = await service.client.get('/api-deals?limit=200');
	return body.data.map(({ name }: { name: string }) => name).sort();
}

describe('fluid backup', () => {
	beforeAll(async () => {
		const writing = await ServiceProcess.start();
		service = writing;
		return () => writing.stop();
	}, 60_000);

	test('copies a database that is being written: every deal confirmed before, each with its event', async () => {
		const before = Array.from({ length: 40 }, (_, number) => `Before ${number}`);
		for (const name of before) await service.client.deal({ name });
		const during: string[] = [];
		let isOver = false;
		const writers = Array.from({ length: 8 }, async (_, writer) => {
			for (let number = 0; !isOver; number += 1) {
				await service.client.deal({ name: `During ${writer} ${number}` });
				during.push(`During ${writer} ${number}`);
			}
		});
		await expect.poll(() => during.length).toBeGreaterThan(0);
		const confirmed = [...before, ...during];

		const { code, stdout, stderr } = await fluid('backup', file());
		isOver = true;
		await Promise.all(writers);

		expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
		const copy = new DatabaseSync(file(), { readOnly: true });
		const names = copy
			.prepare('select name from deals')
			.all()
			.map(({ name }) => name);
		const lonely = copy
			.prepare(
				'select count(*) as deals from deals where not exists (select 1 from events where deal_id = deals.id)',
			)
			.get();
		copy.close();
		expect(names).toEqual(expect.arrayContaining(confirmed));
		expect(lonely).toEqual({ deals: 0 });
		expect(stdout).toMatch(new RegExp(`^deals +${names.length}$`, 'm'));
		expect(stdout).toContain(`Written to ${file()} (`);
		expect(stdout).toContain(
			`The key that opens the secrets in it is ${join(service.folder, 'secret.key')}. Keep a copy of the key too, in another place.`,
		);
	});

	test('leaves out what was erased and still stands in unused pages of the database', async () => {
		for (let number = 0; number < 200; number += 1)
			await service.client.deal({ name: `${number}`, note: 'Lovelace at home. '.repeat(50) });
		const { body } = await service.client.get('/api-deals?limit=200');
		const connection = new DatabaseSync(join(service.folder, 'fluid.sqlite'), { timeout: 5_000 });
		connection.exec('delete from notes; delete from events');
		connection.exec('pragma wal_checkpoint(truncate)');
		connection.close();
		expect(body.data.length).toBe(200);
		expect(readFileSync(join(service.folder, 'fluid.sqlite')).includes('Lovelace')).toBe(true);

		expect(await fluid('backup', file())).toMatchObject({ code: 0, stderr: '' });
		expect(readFileSync(file()).includes('Lovelace')).toBe(false);
	});

	test('makes one file that nobody else can read', async () => {
		await fluid('backup', file());
		expect(readdirSync(elsewhere)).toEqual(['fluid.sqlite']);
		expect(statSync(file()).mode & 0o777).toBe(0o600);
	});

	test('does not replace a file unless that is asked for', async () => {
		await fluid('backup', file());
		const yesterday = hash(file());
		expect(await fluid('backup', file())).toMatchObject({
			code: 1,
			stderr: `${file()} is there already. Choose another name, or add --replace.\n`,
		});
		expect(hash(file())).toBe(yesterday);

		await service.client.deal({ name: 'Made since' });
		expect(await fluid('backup', file(), '--replace')).toMatchObject({ code: 0, stderr: '' });
		expect(hash(file())).not.toBe(yesterday);
	});

	test.each([
		['the database', 'fluid.sqlite', 'the database itself'],
		['its log', 'fluid.sqlite-wal', 'a part of the database'],
		['its index of the log', 'fluid.sqlite-shm', 'a part of the database'],
		['the key', 'secret.key', 'a file that holds the key of the database'],
		['a key from before', 'secret.key.old-5f0c2a91', 'a file that holds the key of the database'],
		[
			'what was kept by a restore',
			'fluid.sqlite.before-restore-20261124T093000',
			'a database that was kept for the way back',
		],
	])('is never written in the place of %s, by whatever path', async (_what, name, role) => {
		symlinkSync(service.folder, join(elsewhere, 'folder'));
		symlinkSync(join(service.folder, name), join(elsewhere, 'link'));
		const key = hash(join(service.folder, 'secret.key'));
		for (const path of [
			join(service.folder, name),
			`${service.folder}/./${name}`,
			join(elsewhere, 'folder', name),
			...(existsSync(join(service.folder, name)) ? [join(elsewhere, 'link')] : []),
		])
			expect(await fluid('backup', path, '--replace')).toEqual({
				code: 1,
				stdout: '',
				stderr: `${resolve(path)} is ${role}. Nothing was changed. Choose a name of its own for the backup, in another folder.\n`,
			});
		expect(hash(join(service.folder, 'secret.key'))).toBe(key);
		await service.client.deal({ name: 'Still taken' });
		expect(await dealNames()).toContain('Still taken');
	});

	test.each([
		['a text', (path: string) => writeFileSync(path, 'What nobody has a copy of')],
		['a database of another program', (path: string) => database(path, 'InitialMigration15884')],
		['a Fluid that runs elsewhere', (path: string) => database(path, '0001_start', 'wal')],
		['an empty file', (path: string) => writeFileSync(path, '')],
	])('replaces no file that is not a backup: %s', async (_what, make) => {
		make(file());
		const before = hash(file());
		expect(await fluid('backup', file(), '--replace')).toMatchObject({
			code: 1,
			stderr: `${file()} is not a backup that Fluid has written, so it is not replaced. Nothing was changed. Choose another name, or move that file away first.\n`,
		});
		expect(hash(file())).toBe(before);
		expect(readdirSync(elsewhere)).toEqual(['fluid.sqlite']);
	});

	test('a copy that is damaged does not take the place of the backup of yesterday', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'fluid-damaged-'));
		for (let number = 0; number < 50; number += 1)
			await service.client.deal({ name: `Deal ${number}`, note: 'Call back. '.repeat(100) });
		await fluid('backup', join(folder, 'fluid.sqlite'));
		await fluid('backup', file());
		const yesterday = hash(file());
		damage(join(folder, 'fluid.sqlite'), 0.9);
		const damaged = await commandHere(['backup', file(), '--replace'], {
			env: { DATA_DIR: folder },
		});
		expect(damaged.code).toBe(1);
		expect(damaged.stderr).toContain(
			'The database is damaged, so it was not copied. Check the disk',
		);
		expect(hash(file())).toBe(yesterday);
		expect(readdirSync(elsewhere)).toEqual(['fluid.sqlite']);
		rmSync(folder, { recursive: true });
	});

	test('says which folder is missing, and leaves nothing', async () => {
		const missing = join(elsewhere, 'backups', 'fluid.sqlite');
		expect(await fluid('backup', missing)).toMatchObject({
			code: 1,
			stderr: `There is no folder ${join(elsewhere, 'backups')}. Make it first, or choose another one.\n`,
		});
	});

	test('says when the key is not here', async () => {
		rmSync(join(service.folder, 'secret.key'));
		const { code, stdout } = await fluid('backup', file());
		expect(code).toBe(0);
		expect(stdout).toContain('The key that opens the secrets in it was not found here: ');
	});
});

describe('fluid restore', () => {
	let ended: ServiceHere;
	beforeEach(async () => {
		ended = new ServiceHere();
		service = ended;
		await ended.start();
		return () => ended.remove();
	});

	test('brings back what the backup holds, and keeps what was there', async () => {
		await service.client.deal({ name: 'Acme website' });
		await fluid('backup', file());
		await service.client.deal({ name: 'Made after the backup' });
		await ended.end();

		const asked = await fluid('restore', file());
		expect(asked.stdout).toContain('Nothing was changed yet.');
		expect(asked.stdout).toContain(`\nDo it with: npm run -s fluid -- restore ${file()} --yes\n`);
		const spaced = join(service.folder, 'my backup.sqlite');
		copyFileSync(file(), spaced);
		expect((await fluid('restore', spaced)).stdout).toContain(` restore "${spaced}" --yes\n`);
		rmSync(spaced);
		expect(readdirSync(service.folder)).toEqual(['address', 'fluid.sqlite', 'secret.key']);

		const { code, stdout, stderr } = await fluid('restore', file(), '--yes');
		expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
		const [, kept = ''] = /The one before is kept as (\S+);/.exec(stdout) ?? [];
		await ended.start();
		expect(await dealNames()).toEqual(['Acme website']);

		await ended.end();
		await fluid('restore', kept, '--yes');
		await ended.start();
		expect(await dealNames()).toEqual(['Acme website', 'Made after the backup']);
	});

	test('keeps each database that was there, however soon one restore follows the other', async () => {
		await service.client.deal({ name: 'Acme website' });
		await fluid('backup', file());
		await ended.end();
		for (let restore = 0; restore < 3; restore += 1)
			expect((await fluid('restore', file(), '--yes')).code).toBe(0);
		const kept = readdirSync(service.folder).filter((name) => name.includes('.before-restore-'));
		expect(kept).toHaveLength(3);
		await ended.start();
	});

	test('is refused while the service runs: nothing is changed', async () => {
		await fluid('backup', file());
		expect(await fluid('restore', file(), '--yes')).toMatchObject({
			code: 1,
			stderr: `The database in ${service.folder} is in use. Stop the service, and every other fluid command, and try again.\n`,
		});
		await service.client.deal({ name: 'Acme website' });
		expect(await dealNames()).toEqual(['Acme website']);
	});

	test('leaves nothing beside the database of a service that was killed', async () => {
		await service.client.deal({ name: 'Acme website' });
		await fluid('backup', file());
		await ended.end();
		const killed = killedFolder(join(service.folder, 'fluid.sqlite'));
		expect(readdirSync(killed)).toContain('fluid.sqlite-shm');
		copyFileSync(join(service.folder, 'secret.key'), join(killed, 'secret.key'));

		const { code } = await commandHere(['restore', file(), '--yes'], { env: { DATA_DIR: killed } });
		expect(code).toBe(0);
		expect(readdirSync(killed).filter((name) => /-(wal|shm)$/.test(name))).toEqual([]);
		rmSync(killed, { recursive: true });
	});

	test('works in an empty folder, with the key beside it', async () => {
		await service.client.deal({ name: 'Acme website' });
		await fluid('backup', file());
		await ended.end();
		for (const name of readdirSync(service.folder))
			if (name !== 'secret.key') rmSync(join(service.folder, name));

		expect(await fluid('restore', file(), '--yes')).toMatchObject({ code: 0, stderr: '' });
		await ended.start();
		expect(await dealNames()).toEqual(['Acme website']);
	});

	test('takes the place of a database that is damaged', async () => {
		await service.client.deal({ name: 'Acme website' });
		await fluid('backup', file());
		await ended.end();
		writeFileSync(join(service.folder, 'fluid.sqlite'), 'what a broken disk has left of it');

		expect(await fluid('restore', file(), '--yes')).toMatchObject({ code: 0, stderr: '' });
		await ended.start();
		expect(await dealNames()).toEqual(['Acme website']);
	});

	test.each([
		[
			'no database',
			() => writeFileSync(file(), 'name,value\nAcme,4800\n'),
			'is damaged, or is not a database of Fluid.',
		],
		[
			'one that was cut off',
			(path: string) => truncateSync(path, 5_000),
			'is damaged, or is not a database of Fluid.',
		],
		['a damaged one', damage, 'is damaged ('],
		[
			'one of a newer version',
			(path: string) => inside(path, `insert into migrations values ('9999_later', '')`),
			'was written by a newer version of Fluid (9999_later).',
		],
	])('refuses %s and changes nothing', async (_what, spoil, sentence) => {
		for (let number = 0; number < 50; number += 1)
			await service.client.deal({ name: `Deal ${number}`, note: 'Call back. '.repeat(100) });
		await fluid('backup', file());
		await ended.end();
		spoil(file());
		const before = hash(join(service.folder, 'fluid.sqlite'));

		const { code, stderr } = await fluid('restore', file(), '--yes');
		expect(code).toBe(1);
		expect(stderr).toContain(sentence);
		expect(stderr).toContain('Nothing was changed.');
		expect(hash(join(service.folder, 'fluid.sqlite'))).toBe(before);
	});

	test('refuses the database itself as the backup of itself', async () => {
		await service.client.deal({ name: 'Acme website' });
		await ended.end();
		const itself = join(service.folder, '.', 'fluid.sqlite');
		expect(await fluid('restore', itself, '--yes')).toMatchObject({
			code: 1,
			stderr: `${itself} is the database itself. Nothing was changed. Name the backup that shall take its place.\n`,
		});
		await ended.start();
		expect(await dealNames()).toEqual(['Acme website']);
	});

	test('refuses a backup whose key is another one', async () => {
		await fluid('backup', file());
		await ended.end();
		await commandHere(['secret-key', 'change'], { env: { DATA_DIR: service.folder } });

		const { code, stderr } = await fluid('restore', file(), '--yes');
		expect(code).toBe(1);
		expect(stderr).toMatch(
			/^Nothing was changed: the key that this backup was made with is not here\. .* secret-key reset\n$/,
		);
		expect(stderr).toContain('If the key is lost for good, add --without-key,');
		expect(existsSync(join(service.folder, 'fluid.sqlite'))).toBe(true);
	});

	test('brings back a backup whose key is lost, and names the step that makes new secrets', async () => {
		await service.client.deal({ name: 'Acme website' });
		const webhook = { url: 'https://example.com/leads', events: ['deal.created'] };
		await service.client.post('/api-webhooks', webhook);
		await fluid('backup', file());
		await ended.end();
		for (const name of readdirSync(service.folder)) rmSync(join(service.folder, name));

		expect((await fluid('restore', file(), '--yes')).code).toBe(1);
		const asked = await fluid('restore', file(), '--without-key');
		expect(asked.stdout).toContain(` restore ${file()} --without-key --yes\n`);
		const { code, stdout, stderr } = await fluid('restore', file(), '--without-key', '--yes');
		expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
		expect(stdout).toContain(
			'The signing secrets and Authorization headers in it cannot be read without its key. Make new secrets before you start the service: npm run -s fluid -- secret-key reset\n',
		);

		const reset = await fluid('secret-key', 'reset', '--yes');
		expect(reset.stdout).toMatch(/https:\/\/example\.com\S* +none +whsec_/);
		await ended.start();
		expect(await dealNames()).toEqual(['Acme website']);
	});

	test('names the upgrade too, where a backup whose key is lost is of an earlier version', async () => {
		await ended.end();
		const older = olderFolder('0014_webhook_names');
		const backup = join(older, 'fluid.sqlite');
		const upgrade = 'npm run -s fluid -- upgrade --without-key';
		const reset =
			'Make new secrets before you start the service: npm run -s fluid -- secret-key reset\n';
		const held =
			'1 delivery that waits in it is held, since making new secrets pauses every webhook until you resume it.';

		const refused = await fluid('restore', backup);
		expect(refused.stderr).toContain(
			`If the key is lost for good, add --without-key, upgrade without it, and make new secrets then: ${upgrade}\n`,
		);
		const asked = await fluid('restore', backup, '--without-key');
		const restored = await fluid('restore', backup, '--without-key', '--yes');
		for (const { stdout } of [asked, restored]) {
			expect(stdout).toContain(held);
			expect(stdout).not.toMatch(/the service starts|The next start/);
		}
		expect(restored.stdout).toContain(`Bring its tables up to date: ${upgrade}. ${reset}`);

		const copied = await fluid('backup', file());
		expect(copied.stdout).toContain(`upgrade without it, and make new secrets then: ${upgrade}\n`);
		expect((await fluid('upgrade', '--without-key')).stdout).toContain(reset);
		expect((await fluid('upgrade', '--without-key')).stdout).toContain(reset);
		expect((await fluid('secret-key', 'reset', '--yes')).stdout).toContain(
			'Start the service again.',
		);
		await ended.start();
		expect((await fluid('doctor')).code).toBe(0);
		rmSync(older, { recursive: true });
	});
});

/** Returns a folder with a database as it lies there after whoever had it open was killed. */
function killedFolder(path: string): string {
	const folder = mkdtempSync(join(tmpdir(), 'fluid-killed-'));
	const connection = new DatabaseSync(path);
	connection.exec('pragma journal_mode = wal; create table left_open (name text)');
	for (const suffix of ['', '-wal', '-shm'])
		copyFileSync(`${path}${suffix}`, join(folder, `fluid.sqlite${suffix}`));
	connection.close();
	return folder;
}

function inside(path: string, statement: string): void {
	const connection = new DatabaseSync(path);
	connection.exec(statement);
	connection.close();
}

/** Makes a database with the table of migrations that several programs have. */
function database(path: string, migration: string, journal = 'delete'): void {
	inside(
		path,
		`pragma journal_mode = ${journal}; create table migrations (name text); insert into migrations values ('${migration}')`,
	);
}

/** Overwrites pages in its middle, or behind another share of it. */
function damage(path: string, share = 0.5): void {
	const bytes = readFileSync(path);
	const from = Math.floor(bytes.length * share);
	bytes.fill(0xff, from, from + 4 * 4096);
	writeFileSync(path, bytes);
}
