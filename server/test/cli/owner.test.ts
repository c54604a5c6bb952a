import { chownSync, copyFileSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, expect, test } from 'vitest';
import { commandHere } from '../../../test/support/commandHere';
import { openEmbedded } from '../../src/database/embedded';
import { migrate, migrations } from '../../src/database/migrate';

const asRoot = test.skipIf(process.getuid?.() !== 0);

/** The user who runs the service, where an administrator works as root. */
const OWNER = 4242;

let folder: string;
let elsewhere: string;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'fluid-owner-'));
	elsewhere = mkdtempSync(join(tmpdir(), 'fluid-backups-'));
	await openEmbedded(folder).close();
	// The first command makes the key.
	expect((await fluid('workspaces', 'create', 'Agency')).code).toBe(0);
	expect((await fluid('backup', backup())).code).toBe(0);
	if (process.getuid?.() === 0)
		for (const path of ['', 'fluid.sqlite', 'secret.key'])
			chownSync(join(folder, path), OWNER, OWNER);
	return () => {
		for (const path of [folder, elsewhere]) rmSync(path, { recursive: true });
	};
});

const backup = () => join(elsewhere, 'fluid.sqlite');
const fluid = (...args: string[]) => commandHere(args, { env: { DATA_DIR: folder } });

/** Each file of the data folder that belongs to another user than the service's, or to another group. */
const ofOthers = () =>
	readdirSync(folder).filter((name) => {
		const { uid, gid } = statSync(join(folder, name));
		return uid !== OWNER || gid !== OWNER;
	});

asRoot('a database that root restores belongs to whom the one before belonged', async () => {
	expect((await fluid('restore', backup(), '--yes')).code).toBe(0);
	expect(ofOthers()).toEqual([]);
});

asRoot('a database that root restores into a folder without one belongs to its owner', async () => {
	rmSync(join(folder, 'fluid.sqlite'));
	expect((await fluid('restore', backup(), '--yes')).code).toBe(0);
	expect(ofOthers()).toEqual([]);
});

asRoot('the key that root has put back belongs to the same user once root restores', async () => {
	for (const isGone of [false, true]) {
		if (isGone) rmSync(join(folder, 'fluid.sqlite'));
		chownSync(join(folder, 'secret.key'), 0, 0);
		expect((await fluid('restore', backup(), '--yes')).code).toBe(0);
		expect(ofOthers()).toEqual([]);
	}
});

asRoot(
	'a key that root makes belongs to whom the one before belonged, and that stays so',
	async () => {
		expect((await fluid('secret-key', 'change')).code).toBe(0);
		expect(readdirSync(folder)).toContainEqual(expect.stringMatching(/^secret\.key\.old-/));
		expect(ofOthers()).toEqual([]);
		for (const name of readdirSync(folder))
			if (name.startsWith('secret.key')) rmSync(join(folder, name));
		expect((await fluid('secret-key', 'reset', '--yes')).code).toBe(0);
		expect(readdirSync(folder)).toContain('secret.key');
		expect(ofOthers()).toEqual([]);
	},
);

asRoot(
	'the copy that root keeps by an upgrade can be restored by who runs the service',
	async () => {
		const older = new DatabaseSync(join(elsewhere, 'older.sqlite'));
		migrate(older, migrations.slice(0, -1));
		older.close();
		copyFileSync(join(elsewhere, 'older.sqlite'), join(folder, 'fluid.sqlite'));
		chownSync(join(folder, 'fluid.sqlite'), OWNER, OWNER);
		expect((await fluid('upgrade')).code).toBe(0);
		expect(readdirSync(folder)).toContainEqual(expect.stringContaining('.before-upgrade-of-'));
		expect(ofOthers()).toEqual([]);
	},
);

asRoot('a backup that root writes belongs to root', async () => {
	expect((await fluid('backup', backup(), '--replace')).code).toBe(0);
	expect(statSync(backup()).uid).toBe(0);
});
