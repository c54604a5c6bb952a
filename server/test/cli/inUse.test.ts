import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { commandHere } from '../../../test/support/commandHere';
import { openEmbedded } from '../../src/database/embedded';
import { openAlone } from '../../src/database/openAlone';

let folder: string;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'fluid-in-use-'));
	await openEmbedded(folder).close();
	const alone = openAlone(folder, () => {});
	return async () => {
		await alone.close();
		rmSync(folder, { recursive: true });
	};
});

test.each([
	['database', 'move', '--to', 'postgres://fluid@db.example.com:5432/fluid'],
	['upgrade', '--dry-run'],
	['secret-key', 'change'],
])('while another command works alone, it is said to be in use by fluid %s %s', async (...args) => {
	expect(await commandHere(args, { env: { DATA_DIR: folder } })).toEqual({
		code: 1,
		stdout: '',
		stderr: `The database in ${folder} is in use. Stop the service, and every other fluid command, and try again.\n`,
	});
});
