import { join } from 'node:path';
import { connectAlone } from './connectAlone';
import { DATABASE_FILE, EmbeddedDatabase } from './embedded';
import { migrate } from './migrate';
import { newDiskSpaceProbe } from './diskSpaceProbe';
import { type BeforeUpgrade, lookBeforeUpgrade } from './olderDatabase';
import { prepareConnection } from './prepareConnection';

/**
 * Opens the database in a folder for this process alone: until it is closed, nobody else can read it or write to it.
 *
 * @param look may refuse to have tables of an earlier version changed
 * @throws InUse when another process has it open
 */
export function openAlone(folder: string, look: BeforeUpgrade): EmbeddedDatabase {
	const file = join(folder, DATABASE_FILE);
	const connection = connectAlone(file);
	try {
		lookBeforeUpgrade(connection, look);
		prepareConnection(connection);
		migrate(connection);
	} catch (reason) {
		connection.close();
		throw reason;
	}
	return new EmbeddedDatabase(file, connection, connection, newDiskSpaceProbe(folder));
}
