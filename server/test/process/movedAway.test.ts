import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { buildServiceIfStale, serverMain } from '../../../scripts/built.mjs';
import { commandHere } from '../../../test/support/commandHere';
import { runScript } from '../../../test/support/fluidCommand';

let folder: string;

beforeAll(buildServiceIfStale, 120_000);
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'fluid-moved-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const env = () => ({ DATA_DIR: folder, PORT: '0', DATABASE_URL: '' });
const sentence = (kept: string) =>
	`The database in ${folder} was moved to PostgreSQL, and DATABASE_URL is not set. Set DATABASE_URL to the address that it was moved to, and FLUID_SECRET_KEY to its key. To begin with an empty database here instead, put ${join(folder, kept)} into another folder: it is the way back.\n`;

test.each(['fluid.sqlite.moved-to-postgres', 'fluid.sqlite.moved-to-postgres-2'])(
	'a start beside %s without DATABASE_URL does not begin anew',
	async (kept) => {
		writeFileSync(join(folder, kept), '');
		expect(await runScript(serverMain, [], { env: env() })).toEqual({
			code: 1,
			stdout: '',
			stderr: sentence(kept),
		});
		expect(readdirSync(folder)).toEqual([kept]);
	},
);

test.each(['doctor', 'backup copy.sqlite', 'workspaces list', 'workspaces create New', 'upgrade'])(
	'the command %s says there that DATABASE_URL is missing',
	async (command) => {
		const kept = 'fluid.sqlite.moved-to-postgres';
		writeFileSync(join(folder, kept), '');
		expect(await commandHere(command.split(' '), { env: env() })).toEqual({
			code: 1,
			stdout: '',
			stderr: sentence(kept),
		});
		expect(readdirSync(folder)).toEqual([kept]);
	},
);
