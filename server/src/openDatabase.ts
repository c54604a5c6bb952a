import type { Config } from './config';
import type { KeySource } from './secrets/keyFile';
import { unlock } from './secrets/unlock';
import type { Secrets } from './secrets/secrets';
import type { Database } from './database/database';
import { EmbeddedDatabase, openEmbedded } from './database/embedded';
import { refuseMovedAway } from './movedAway';
import { refusing } from './refusingDatabase';

/** A database with what opens the secrets in it. */
export type OpenDatabase = { database: Database; secrets: Secrets };

/**
 * Opens the database of the service, brings its tables up to date, and unlocks its secrets.
 *
 * @param warn is called with a sentence about what is not as safe as it should be
 * @param use whether a service works with it until it is stopped, or one command, which may make what is not there yet
 * @throws WrongKey, or what the opening throws
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
	// Loaded when it is used: with its driver it is a sixth of what a command and a start would load.
	const database = postgres
		? await (
				await import('./database/postgres/postgres.js')
			).openPostgres({ ...postgres, role, ...use }, warn)
		: openEmbedded(dataDir, warn);
	try {
		const { secrets, sealedNow } = await unlock(
			database,
			keySource({ dataDir, postgres, secretKey }),
		);
		if (sealedNow > 0 && database instanceof EmbeddedDatabase)
			removeRemains(database, 'stored in clear', warn);
		return { database: refusing(database), secrets };
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
