import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { InUse } from './inUse';
import { isBusy } from './sqliteFaults';

/** A command that has it open is soon done; a service is not. */
const TIMEOUT_MS = 2_000;

/**
 * Brings what stands in a database's write-ahead log into its file, whatever version of Fluid it is of. A damaged one
 * stays as it is.
 *
 * @throws InUse when another process has it open
 */
export function leaveInOneFile(file: string): void {
	const connection = new DatabaseSync(file, { timeout: TIMEOUT_MS });
	try {
		// The lock is taken with the first transaction and kept.
		connection.exec('pragma locking_mode = exclusive; begin exclusive; commit');
		connection.exec('pragma journal_mode = delete');
		// The index of the log that a process left when it was killed: alone with the file, SQLite does without one.
		rmSync(`${file}-shm`, { force: true });
	} catch (reason) {
		if (isBusy(reason)) throw new InUse();
	} finally {
		connection.close();
	}
}
