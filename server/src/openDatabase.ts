import type { Config } from './config';
import type { KeySource } from './secrets/keyFile';
import { demandRightKey, IF_LOST_IN_OLDER } from './secrets/rightKey';
import { newKeySentence, unlock } from './secrets/unlock';
import type { Secrets } from './secrets/secrets';
import type { Database } from './database/database';
import { EmbeddedDatabase, openEmbedded } from './database/embedded';
import { refuseOlder } from './database/olderDatabase';
import { refuseMovedAway } from './movedAway';
import { refusing } from './refusingDatabase';

/** A database with what opens the secrets in it. */
export type OpenDatabase = { database: Database; secrets: Secrets };

/**
 * Opens the database of the service and unlocks its secrets. A service brings the tables of an earlier version up to
 * date, once it has seen that the key is the right one: there is no way back. So does a command on PostgreSQL, where
 * versions work side by side; in the embedded database it would change them beneath the process that has it open.
 *
 * @param warn is called with a sentence about what is not as safe as it should be
 * @param use whether a service works with it until it is stopped, or one command, which may make what is not there yet
 * @throws WrongKey, OlderDatabase, or what the opening throws
 */
export async function openDatabase(
	{
		dataDir,
		postgres,
		secretKey,
		role,
	}: Pick<Config, 'dataDir' | 'postgres' | 'secretKey' | 'role'>,
	warn: (sentence: string) => void = () => {},
	use: { isService: boolean; mayMake: boolean } = { isService: true, mayMake: true },
): Promise<OpenDatabase> {
	if (!postgres) refuseMovedAway(dataDir);
	const source = keySource({ dataDir, postgres, secretKey });
	const demandKey = (checkValue: string | undefined): void =>
		demandRightKey(checkValue, source, postgres ? undefined : IF_LOST_IN_OLDER);
	// Loaded when it is used: with its driver it is a sixth of what a command and a start would load.
	const database = postgres
		? await (
				await import('./database/postgres/postgres.js')
			).openPostgres({ ...postgres, role, ...use }, warn, demandKey)
		: openEmbedded(dataDir, warn, undefined, use.isService ? demandKey : refuseOlder);
	try {
		const unlocked = await unlock(database, source, use.mayMake);
		if (unlocked.sealedNow > 0) {
			warn(newKeySentence(unlocked, source));
			if (database instanceof EmbeddedDatabase) removeRemains(database, 'stored in clear', warn);
		}
		return { database: refusing(database), secrets: unlocked.secrets };
	} catch (reason) {
		await database.close();
		throw reason;
	}
}

/** Returns where the key of the database is to be found. */
export function keySource({
	dataDir,
	postgres,
	secretKey,
}: Pick<Config, 'dataDir' | 'postgres' | 'secretKey'>): KeySource {
	return { given: secretKey, folder: dataDir, isOfUrl: postgres !== undefined };
}

/**
 * Removes what is left in unused parts of the file of secrets that were stored in another way until now.
 *
 * @param way how they were stored, for the sentence that says why it could not be done
 */
export function removeRemains(
	database: EmbeddedDatabase,
	way: string,
	warn: (sentence: string) => void,
): void {
	let cause = 'it is so large that this would take long';
	try {
		if (database.leaveNoRemains()) return;
	} catch (reason) {
		cause = (reason as Error).message;
	}
	warn(
		`Secrets that were ${way} before may remain in unused parts of the database file: it was not written anew (${cause}). Do it when the service can be stopped for a while: sqlite3 ${database.file} vacuum`,
	);
}
