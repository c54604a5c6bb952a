import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DATABASE_FILE, openEmbedded } from '../../server/src/database/embedded';

let made: Promise<string> | undefined;

/**
 * Puts a database with all its tables and no rows into an empty folder: making them anew takes a start half its time.
 * How they are made is what the tests of migrations, and of starting the service, see.
 */
export async function putMigratedDatabase(folder: string): Promise<void> {
	const from = await (made ??= makeOnce());
	copyFileSync(join(from, DATABASE_FILE), join(folder, DATABASE_FILE));
}

async function makeOnce(): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'fluid-migrated-'));
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	await openEmbedded(folder).close();
	return folder;
}
