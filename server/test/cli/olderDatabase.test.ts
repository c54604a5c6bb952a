import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, test } from 'vitest';
import { commandHere } from '../../../test/support/commandHere';
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

	test.each(wrongKeys)('is not upgraded by fluid upgrade with %s', async (_what, key, sentence) => {
		const before = content();
		const { code, stdout, stderr } = await fluid(['upgrade'], key);
		expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
		expect(stderr).toContain(sentence);
		expect(stderr).toContain('add --without-key, and make new secrets then:');
		expect(content()).toEqual(before);
	});

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
