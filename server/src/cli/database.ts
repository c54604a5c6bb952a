import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, readConfig, WrongSetting } from '../config';
import type { Database } from '../database/database';
import { DATABASE_FILE } from '../database/embedded';
import { openDatabase } from '../database/open';
import { Failure } from './failure';

/** Works on the database in DATA_DIR, which is made when there is none, and closes it. */
export async function withNewDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
	const config = readConfig(process.env);
	const database = await open(config);
	try {
		return await work(database);
	} catch (reason) {
		throw isBusy(reason) ? busy(config.dataDir) : reason;
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

async function open(config: Config): Promise<Database> {
	const { dataDir } = config;
	try {
		return (await openDatabase(config)).database;
	} catch (reason) {
		if (reason instanceof WrongSetting) throw reason;
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
