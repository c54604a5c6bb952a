import { statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Command } from 'commander';
import { type Config, readConfig } from '../config';
import { copyBeforeUpgrade, copyName } from '../database/copyBeforeUpgrade';
import { DATABASE_FILE } from '../database/embedded';
import { NewerDatabase, pendingMigrations } from '../database/migrate';
import { isBusy } from '../database/sqliteFaults';
import { keySource } from '../openDatabase';
import { demandRightKey } from '../secrets/rightKey';
import { demandEmbedded, inUse, withDatabaseAlone } from './database';
import { fileSize } from './databaseContent';
import { Failure } from './failure';
import { ADD_WITHOUT_KEY } from './withoutKey';

/** `fluid upgrade`. */
export function newUpgrade(): Command {
	return new Command('upgrade')
		.description(
			'bring the tables of the database up to date, as the next start would; the service must be stopped',
		)
		.option('--dry-run', 'only say what would be done')
		.option('--without-copy', 'keep no copy of the database, where the disk has no room for one')
		.option(
			'--without-key',
			'also where the key is lost; new secrets are made by secret-key reset then',
		)
		.action(upgrade)
		.addHelpText(
			'after',
			`
The start of a newer version does the same. There is no way back but the copy that is kept first: stop the service,
install the version before, and run fluid restore with it.

Example:
  npm run -s fluid -- upgrade --dry-run`,
		);
}

async function upgrade(options: {
	dryRun?: true;
	withoutCopy?: true;
	withoutKey?: true;
}): Promise<void> {
	const config = readConfig(process.env);
	demandEmbedded(config);
	const file = join(config.dataDir, DATABASE_FILE);
	const { lastApplied, pending } = stateOf(config);
	if (pending.length === 0) {
		console.log(`The tables of ${file} are up to date (${lastApplied}).`);
		return;
	}
	if (options.dryRun) {
		console.log(prospect(file, String(lastApplied), pending));
		return;
	}
	let copy: string | undefined;
	await withDatabaseAlone(
		config,
		async () => undefined,
		(checkValue, connection) => {
			if (!options.withoutKey) demandRightKey(checkValue, keySource(config), ADD_WITHOUT_KEY);
			if (!options.withoutCopy) copy = keepCopy(connection, file);
		},
	);
	console.log(
		`${pending.length === 1 ? '1 change' : `${pending.length} changes`} made: ${pending.join(', ')}.`,
	);
	console.log(
		copy
			? `The database is kept as it was before in ${copy}. Remove that file when you no longer want to go back.`
			: 'No copy was kept.',
	);
}

function stateOf({ dataDir }: Config): ReturnType<typeof pendingMigrations> {
	const connection = new DatabaseSync(join(dataDir, DATABASE_FILE));
	try {
		return pendingMigrations(connection);
	} catch (reason) {
		if (isBusy(reason)) throw inUse(dataDir);
		throw reason instanceof NewerDatabase ? new Failure(reason.message) : reason;
	} finally {
		connection.close();
	}
}

function keepCopy(connection: DatabaseSync, file: string): string | undefined {
	try {
		return copyBeforeUpgrade(connection, file);
	} catch (reason) {
		throw new Failure(
			`A copy of the database could not be kept: ${(reason as Error).message}. Nothing was changed. Free ${fileSize(statSync(file).size)} on the disk, or add --without-copy when you have a backup.`,
		);
	}
}

function prospect(file: string, lastApplied: string, pending: string[]): string {
	const { bavail, bsize } = statfsSync(join(file, '..'));
	return `Nothing was changed. The next start, or fluid upgrade, would
  1. keep the database (${fileSize(statSync(file).size)}) as ${copyName(file, lastApplied)}; ${fileSize(bavail * bsize)} are free there
  2. make ${pending.length === 1 ? 'this change' : `these ${pending.length} changes`} of its tables: ${pending.join(', ')}`;
}
