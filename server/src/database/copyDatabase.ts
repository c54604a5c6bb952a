import { chmodSync, closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** A service holds it for as long as a large change takes at most. */
const TIMEOUT_MS = 10_000;

/**
 * Copies a database as it is at one moment into one file, also while a service writes to it
 * (https://sqlite.org/lang_vacuum.html#vacuuminto): without the unused pages, in which what was erased still stands. The
 * copy has its name only once it is whole and on the disk.
 *
 * @param check looks at the copy, or prepares it, before it has its name, and throws where it shall not get it
 * @throws what the disk or SQLite says; nothing is left of a copy that failed
 */
export function copyDatabase(
	from: string,
	to: string,
	check: (copy: string) => void = () => {},
): void {
	const part = `${to}.part`;
	rmSync(part, { force: true });
	// Nobody else may read it, not even while it grows.
	closeSync(openSync(part, 'wx', 0o600));
	const source = new DatabaseSync(from, { timeout: TIMEOUT_MS });
	try {
		// An empty file may be written to.
		source.prepare('vacuum into ?').run(part);
		leaveLogMode(part);
		chmodSync(part, 0o600);
		syncFile(part);
		check(part);
		renameSync(part, to);
	} catch (reason) {
		for (const suffix of ['', '-wal', '-shm', '-journal'])
			rmSync(`${part}${suffix}`, { force: true });
		throw reason;
	} finally {
		source.close();
	}
}

/** A database with a write-ahead log is three files while it is open; a copy shall be one. */
function leaveLogMode(file: string): void {
	const copy = new DatabaseSync(file);
	try {
		copy.exec('pragma journal_mode = delete');
	} finally {
		copy.close();
	}
}

function syncFile(file: string): void {
	const descriptor = openSync(file, 'r+');
	try {
		fsyncSync(descriptor);
	} finally {
		closeSync(descriptor);
	}
}
