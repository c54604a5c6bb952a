import { closeSync, existsSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { giveToOwner } from './giveToOwner';
import { pendingMigrations } from './migrate';

const MARK = '.before-';

/** Returns where a database is kept before its tables are brought up to date from its present state. */
export function copyName(file: string, lastApplied: string): string {
	return `${file}${MARK}upgrade-of-${lastApplied}`;
}

/**
 * Keeps a copy of a database whose tables are about to be brought up to date, since there is no way back. An earlier
 * such copy is removed: one upgrade can be taken back, not two. Returns where the copy is, or undefined when there is
 * nothing to change, or nothing in the database yet.
 *
 * @throws what SQLite says, when the disk has no room for it; nothing was changed then
 */
export function copyBeforeUpgrade(connection: DatabaseSync, file: string): string | undefined {
	const { lastApplied, pending } = pendingMigrations(connection);
	if (lastApplied === undefined || pending.length === 0) return undefined;
	const copy = copyName(file, lastApplied);
	const part = `${copy}.part-${process.pid}`;
	rmSync(part, { force: true });
	try {
		// An empty file may be written to (https://sqlite.org/lang_vacuum.html#vacuuminto): this one nobody else can read.
		closeSync(openSync(part, 'wx', 0o600));
		giveToOwner(part, file);
		connection.prepare('vacuum into ?').run(part);
		renameSync(part, copy);
	} finally {
		rmSync(part, { force: true });
	}
	removeEarlier(file, copy);
	return copy;
}

function removeEarlier(file: string, copy: string): void {
	const own = basename(copyName(file, ''));
	for (const name of readdirSync(dirname(file))) {
		const path = join(dirname(file), name);
		if (name.startsWith(own) && path !== copy && existsSync(path)) rmSync(path, { force: true });
	}
}
