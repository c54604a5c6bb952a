import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../config';
import type { Database } from '../database/database';
import { DATABASE_FILE, openEmbedded } from '../database/embedded';
import { Failure } from './failure';

/** Works on the database in DATA_DIR, which is made when there is none, and closes it. */
export async function withNewDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
	const { dataDir } = readConfig(process.env);
	const database = open(dataDir);
	try {
		return await work(database);
	} catch (reason) {
		throw isBusy(reason) ? busy(dataDir) : reason;
	} finally {
		await database.close();
	}
}

/** Works on the database in DATA_DIR, which must be there, and closes it. */
export async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
	const { dataDir } = readConfig(process.env);
	if (!existsSync(join(dataDir, DATABASE_FILE))) {
		throw new Failure(
			`There is no Fluid database in ${dataDir}. Start the service once with npm start, make a workspace with: fluid workspaces create NAME, or name the right folder in DATA_DIR.`,
		);
	}
	return withNewDatabase(work);
}

function open(dataDir: string): Database {
	try {
		return openEmbedded(dataDir);
	} catch (reason) {
		if (isBusy(reason)) throw busy(dataDir);
		const { message } = reason as Error;
		throw new Failure(
			`The database in ${dataDir} cannot be opened: ${message}. Check that the folder can be written and that DATA_DIR names the right one.`,
		);
	}
}

function isBusy(reason: unknown): boolean {
	return reason instanceof Error && reason.message.includes('database is locked');
}

function busy(dataDir: string): Failure {
	return new Failure(
		`The database in ${dataDir} is busy with another change. Nothing was changed; try again in a moment.`,
	);
}
