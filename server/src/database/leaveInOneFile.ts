import { rmSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { connectAlone } from './connectAlone';
import { InUse } from './inUse';

/**
 * Brings what stands in a database's write-ahead log into its file, whatever version of Fluid it is of. A damaged one
 * stays as it is.
 *
 * @throws InUse when another process has it open
 */
export function leaveInOneFile(file: string): void {
	let connection: DatabaseSync | undefined;
	try {
		connection = connectAlone(file);
		connection.exec('pragma journal_mode = delete');
		// The index of the log that a process left when it was killed: alone with the file, SQLite does without one.
		rmSync(`${file}-shm`, { force: true });
	} catch (reason) {
		if (reason instanceof InUse) throw reason;
	} finally {
		connection?.close();
	}
}
