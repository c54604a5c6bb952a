import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DATABASE_FILE, EmbeddedDatabase, prepareConnection } from './embedded';
import { migrate } from './migrate';
import { newDiskSpaceProbe } from './diskSpaceProbe';
import { InUse } from './inUse';
import { type BeforeUpgrade, lookBeforeUpgrade } from './olderDatabase';
import { isBusy } from './sqliteFaults';

/** A command that has it open is soon done; a service is not. */
const TIMEOUT_MS = 2_000;

/**
 * Opens the database in a folder for this process alone: until it is closed, nobody else can read it or write to it.
 *
 * @param look may refuse to have tables of an earlier version changed
 * @throws InUse when another process has it open
 */
export function openAlone(folder: string, look: BeforeUpgrade): EmbeddedDatabase {
	const file = join(folder, DATABASE_FILE);
	const connection = new DatabaseSync(file, { timeout: TIMEOUT_MS });
	try {
		// The lock is taken with the first transaction and kept.
		connection.exec('pragma locking_mode = exclusive; begin exclusive; commit');
		lookBeforeUpgrade(connection, look);
		prepareConnection(connection);
		migrate(connection);
	} catch (reason) {
		connection.close();
		throw isBusy(reason) ? new InUse() : reason;
	}
	return new EmbeddedDatabase(file, connection, connection, newDiskSpaceProbe(folder));
}
