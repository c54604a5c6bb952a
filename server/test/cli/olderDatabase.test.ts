import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, test } from 'vitest';
import { commandHere } from '../../../test/support/commandHere';
import { readConfig } from '../../src/config';
import { openEmbedded } from '../../src/database/embedded';
import { openDatabase } from '../../src/openDatabase';
import { newKeyText } from '../../src/secrets/key';
import { olderFolder, SECRET_KEY, startInFolder } from '../database/olderDatabase';

const STATE = '0014_webhook_names';

let folder: string;

beforeEach(() => {
	folder = olderFolder(STATE);
	return () => rmSync(folder, { recursive: true });
});

const fluid = (args: string[], FLUID_SECRET_KEY = SECRET_KEY) =>
	commandHere(args, { env: { DATA_DIR: folder, FLUID_SECRET_KEY } });

/** Every file of the data folder, with a hash of what is in it. */
function content(): Record<string, string> {
	const hash = (name: string) =>
		createHash('sha256')
			.update(readFileSync(join(folder, name)))
			.digest('hex');
	return Object.fromEntries(readdirSync(folder).map((name) => [name, hash(name)]));
}

const wrongKeys = [
	['a missing key', '', 'is missing: FLUID_SECRET_KEY is not set'],
	['another key', newKeyText(), 'FLUID_SECRET_KEY is not the key'],
] as const;

/** Returns what a database recognises its key by, if anything. */
function checkValue(): unknown {
	const connection = new DatabaseSync(join(folder, 'fluid.sqlite'));
	const row = connection.prepare('select check_value from secret_key').get();
	connection.close();
	return row?.check_value;
}

describe('a database of a version that stored secrets in clear', () => {
	const keyFile = () => join(folder, 'secret.key');

	beforeEach(() => {
		rmSync(folder, { recursive: true });
		folder = olderFolder('0010_removed_webhooks');
	});

	test('gets its key by an upgrade, which names the file', async () => {
		const asked = await fluid(['upgrade', '--dry-run'], '');
		expect(asked.stdout).toContain(
			`  3. encrypt what is secret in it, with the key in ${keyFile()}`,
		);
		expect(readdirSync(folder)).toEqual(['fluid.sqlite']);

		const { stdout } = await fluid(['upgrade'], '');
		expect(stdout).toContain(
			`The database had no key for its secrets yet. Its key is in ${keyFile()} now: copy it to where your backups are not. 5 secrets that were stored in clear until now are encrypted with it; in older backups they still stand in clear.\n`,
		);
		expect(readdirSync(folder)).toContain('secret.key');
		const before = content();
		expect(await fluid(['doctor'], '')).toMatchObject({ code: 0, stderr: '' });
		expect(content()['secret.key']).toBe(before['secret.key']);
	});

	test.each([
		['doctor'],
		['keys', 'list'],
		['secret-key', 'change'],
		['secret-key', 'reset', '--yes'],
	])('is given none by a command that meets it without: %s %s', async (...args) => {
		await openEmbedded(folder).close();
		const before = readdirSync(folder);

		const { code, stdout, stderr } = await fluid(args, '');

		expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
		expect(stderr).toContain('has no key yet, so what is secret in it is stored in clear.');
		expect(stderr).toContain('Have one made first: npm run -s fluid -- upgrade.');
		expect(readdirSync(folder)).toEqual(before);
		expect(checkValue()).toBeUndefined();
		expect((await fluid(['upgrade'], '')).stdout).toContain(`Its key is in ${keyFile()} now`);
		expect(checkValue()).toBeDefined();
	});

	test('gets its key by a start, which names the file', async () => {
		const warnings: string[] = [];
		const config = readConfig({ DATA_DIR: folder });
		const { database } = await openDatabase(config, (sentence) => warnings.push(sentence));
		await database.close();
		expect(warnings.join()).toContain(`Its key is in ${keyFile()} now`);
	});
});

describe('a database of an earlier version', () => {
	test.each([
		['doctor', '--json'],
		['keys', 'list'],
		['workspaces', 'list'],
		['workspaces', 'create', 'Client B'],
		['erase', 'ada@example.com'],
		['secret-key', 'change', '--file'],
		['secret-key', 'reset'],
		['database', 'move', '--to', 'postgres://fluid@db.example.com:5432/fluid'],
	])('is left as it is by a command, which says what to do first: %s %s', async (...args) => {
		const before = content();
		expect(await fluid(args)).toEqual({
			code: 1,
			stdout: '',
			stderr: `The tables of the database ${join(folder, 'fluid.sqlite')} are of an earlier version of Fluid. Nothing was changed. Stop the service if it runs. Bring them up to date first: npm run -s fluid -- upgrade. Or start this version of the service, which does so too.\n`,
		});
		expect(content()).toEqual(before);
	});

	test.each(wrongKeys)('is not upgraded by a start with %s', async (_what, key, sentence) => {
		const before = content();
		const starting = startInFolder(folder, () => new Date(), { FLUID_SECRET_KEY: key });
		await expect(starting).rejects.toThrow(sentence);
		await expect(starting).rejects.toThrow('npm run -s fluid -- upgrade --without-key');
		expect(content()).toEqual(before);
	});

	test.each(wrongKeys)(
		'is not upgraded by fluid upgrade with %s, and a dry run says so',
		async (_what, key, sentence) => {
			const before = content();
			const refused = await fluid(['upgrade'], key);
			expect(refused).toMatchObject({ code: 1, stdout: '' });
			expect(refused.stderr).toContain(sentence);
			expect(refused.stderr).toContain('add --without-key, and make new secrets then:');
			expect(await fluid(['upgrade', '--dry-run'], key)).toEqual(refused);
			expect(content()).toEqual(before);

			const { stdout } = await fluid(['upgrade', '--dry-run', '--without-key'], key);
			expect(stdout).toContain('fluid upgrade --without-key would\n');
			expect(stdout).toContain('npm run -s fluid -- secret-key reset\n');
			expect(content()).toEqual(before);
		},
	);

	test('is upgraded without its key where that is lost, and gets new secrets then', async () => {
		const upgraded = await fluid(['upgrade', '--without-key'], '');
		expect(upgraded).toMatchObject({ code: 0, stderr: '' });
		expect(readdirSync(folder)).toContain(`fluid.sqlite.before-upgrade-of-${STATE}`);
		expect(await fluid(['secret-key', 'reset', '--yes'], '')).toMatchObject({
			code: 0,
			stderr: '',
		});
		expect(await fluid(['workspaces', 'list'], '')).toMatchObject({ code: 0, stderr: '' });
	});

	test('is neither upgraded nor copied while a process works with it', async () => {
		const working = new DatabaseSync(join(folder, 'fluid.sqlite'));
		working.exec('pragma journal_mode = wal; begin');
		working.prepare('select name from workspaces').all();
		const before = readdirSync(folder);
		expect(await fluid(['upgrade'])).toMatchObject({
			code: 1,
			stderr: `The database in ${folder} is in use. Stop the service, and every other fluid command, and try again.\n`,
		});
		expect(readdirSync(folder)).toEqual(before);
		working.close();
	});
});
