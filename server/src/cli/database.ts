import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, readConfig } from '../config';
import type { Database } from '../database/database';
import { DATABASE_FILE, type EmbeddedDatabase } from '../database/embedded';
import { NewerDatabase } from '../database/migrate';
import { refuseMovedAway } from '../movedAway';
import { type BeforeUpgrade, OlderDatabase, refuseOlder } from '../database/olderDatabase';
import { MoveRefused } from '../database/move/moveRefused';
import type { LookAtKey } from '../database/postgres/migratePostgres';
import { NoDatabase } from '../database/postgres/noDatabase';
import { type OpenDatabase, openDatabase } from '../openDatabase';
import { asRefusal } from '../refusingDatabase';
import { InUse } from '../database/inUse';
import { openAlone } from '../database/openAlone';
import { Failure } from './failure';
import { WrongSetting } from '../wrongSetting';
import { cannotOpenPostgres } from '../database/postgres/cannotOpen';

/** Works on the database in DATA_DIR, which is made when there is none, and closes it. */
export async function withNewDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
	return withOpened(readConfig(process.env), true, ({ database }) => work(database));
}

/** Works on the database, which must be there, with what opens the secrets in it, and closes it. */
export async function withOpenDatabase<T>(
	config: Config,
	work: (opened: OpenDatabase) => Promise<T>,
): Promise<T> {
	demandDatabase(config);
	return withOpened(config, false, work);
}

async function withOpened<T>(
	config: Config,
	mayMake: boolean,
	work: (opened: OpenDatabase) => Promise<T>,
): Promise<T> {
	const opened = await open(config, mayMake);
	const { database } = opened;
	try {
		return await work(opened);
	} catch (reason) {
		throw isBusy(reason) ? busy(config.dataDir) : reason;
	} finally {
		await database.close();
	}
}

/** Works on the database in DATA_DIR, which must be there, and closes it. */
export async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
	return withOpenDatabase(readConfig(process.env), ({ database }) => work(database));
}

/**
 * Works on the embedded database, which must be there and which nobody else may use meanwhile; its secrets stay locked.
 *
 * @param look may refuse to have tables of an earlier version changed, as every command does but an upgrade
 */
export async function withDatabaseAlone<T>(
	config: Config,
	work: (database: EmbeddedDatabase) => Promise<T>,
	look: BeforeUpgrade = refuseOlder,
): Promise<T> {
	demandEmbedded(config);
	return closing(openForMe(config, look), work);
}

/**
 * Works on the database of either kind, whose secrets stay locked. Nobody else may use an embedded one meanwhile; of
 * PostgreSQL, a change has to demand that (`demandAlone`).
 *
 * @param look may refuse to have tables of an earlier version in PostgreSQL changed
 */
export async function withLockedDatabase<T>(
	config: Config,
	work: (database: Database) => Promise<T>,
	look?: LookAtKey,
): Promise<T> {
	const { postgres, role } = config;
	if (!postgres) return withDatabaseAlone(config, work);
	const { openPostgres } = await import('../database/postgres/postgres.js');
	const options = { ...postgres, role, isService: false, mayMake: false };
	const opening = openPostgres(options, undefined, look);
	const database = await opening.catch((reason: unknown) => {
		throw cannotOpen(config, reason);
	});
	return closing(database, work).catch((reason: unknown) => {
		throw reason instanceof InUse ? new Failure(PROCESSES_WORK) : reason;
	});
}

const PROCESSES_WORK =
	'Processes of Fluid work with the database in DATABASE_URL. Nothing was changed. Stop all of them, wait five seconds, and try again.';

async function closing<Opened extends Database, T>(
	database: Opened,
	work: (database: Opened) => Promise<T>,
): Promise<T> {
	try {
		return await work(database);
	} catch (reason) {
		throw asRefusal(reason);
	} finally {
		await database.close();
	}
}

/** @throws Failure when there is no database in the data folder, and none is named by its URL */
function demandDatabase({ dataDir, postgres }: Config): void {
	if (postgres || existsSync(join(dataDir, DATABASE_FILE))) return;
	refuseMovedAway(dataDir);
	throw new Failure(
		`There is no Fluid database in ${dataDir}. Start the service once with npm start, make a workspace with: fluid workspaces create NAME, or name the right folder in DATA_DIR.`,
	);
}

/** @throws Failure when there is no embedded database, which alone a command works on */
export function demandEmbedded(config: Config): void {
	refusePostgres(config);
	demandDatabase(config);
}

/** @throws Failure where the database is not the embedded one */
export function refusePostgres({ postgres }: Config): void {
	if (postgres)
		throw new Failure(
			'DATABASE_URL is set, and this command works on the embedded database alone. What to do for PostgreSQL stands in docs/self-hosting.md; for the embedded database, unset DATABASE_URL.',
		);
}

async function open(config: Config, mayMake: boolean): Promise<OpenDatabase> {
	try {
		return await openDatabase(config, () => {}, { isService: false, mayMake });
	} catch (reason) {
		throw cannotOpen(config, reason);
	}
}

function openForMe(config: Config, look: BeforeUpgrade): EmbeddedDatabase {
	try {
		return openAlone(config.dataDir, look);
	} catch (reason) {
		throw cannotOpen(config, reason);
	}
}

function cannotOpen({ dataDir, postgres }: Config, reason: unknown): Error {
	if (reason instanceof WrongSetting || reason instanceof Failure) return reason;
	if (
		reason instanceof NewerDatabase ||
		reason instanceof OlderDatabase ||
		reason instanceof NoDatabase ||
		reason instanceof MoveRefused
	)
		return new Failure(reason.message);
	if (reason instanceof InUse) return inUse(dataDir);
	if (isBusy(reason)) return busy(dataDir);
	if (postgres) return new Failure(cannotOpenPostgres(reason));
	const { message } = reason as Error;
	return new Failure(
		`The database in ${dataDir} cannot be opened: ${message}. Check that the folder can be written, that its disk has room, and that DATA_DIR names the right one.`,
	);
}

/** Returns what to say when another process has the database open. */
export function inUse(dataDir: string): Failure {
	return new Failure(
		`The database in ${dataDir} is in use. Stop the service, and every other fluid command, and try again.`,
	);
}

function isBusy(reason: unknown): boolean {
	return reason instanceof Error && reason.message.includes('database is locked');
}

function busy(dataDir: string): Failure {
	return new Failure(
		`The database in ${dataDir} is busy with another change. Nothing was changed; try again in a moment.`,
	);
}
