import { statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Command } from 'commander';
import { readConfig } from '../config';
import { copyBeforeUpgrade, copyName } from '../database/copyBeforeUpgrade';
import { DATABASE_FILE } from '../database/embedded';
import { NewerDatabase, pendingMigrations } from '../database/migrate';
import { demandEmbedded, withDatabaseAlone } from './database';
import { fileSize } from './databaseContent';
import { Failure } from './failure';

/** `fluid upgrade`. */
export function newUpgrade(): Command {
	return new Command('upgrade')
		.description(
			'bring the tables of the database up to date, as the next start would; the service must be stopped',
		)
		.option('--dry-run', 'only say what would be done')
		.option('--without-copy', 'keep no copy of the database, where the disk has no room for one')
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

async function upgrade(options: { dryRun?: true; withoutCopy?: true }): Promise<void> {
	const config = readConfig(process.env);
	demandEmbedded(config);
	const file = join(config.dataDir, DATABASE_FILE);
	const { lastApplied, pending } = stateOf(file);
	if (pending.length === 0) {
		console.log(`The tables of ${file} are up to date (${lastApplied}).`);
		return;
	}
	if (options.dryRun) {
		console.log(prospect(file, String(lastApplied), pending));
		return;
	}
	const copy = options.withoutCopy ? undefined : keepCopy(file);
	await withDatabaseAlone(config, async () => undefined);
	console.log(
		`${pending.length === 1 ? '1 change' : `${pending.length} changes`} made: ${pending.join(', ')}.`,
	);
	console.log(
		copy
			? `The database is kept as it was before in ${copy}. Remove that file when you no longer want to go back.`
			: 'No copy was kept.',
	);
}

function stateOf(file: string): ReturnType<typeof pendingMigrations> {
	const connection = new DatabaseSync(file);
	try {
		return pendingMigrations(connection);
	} catch (reason) {
		throw reason instanceof NewerDatabase ? new Failure(reason.message) : reason;
	} finally {
		connection.close();
	}
}

function keepCopy(file: string): string | undefined {
	const connection = new DatabaseSync(file);
	try {
		return copyBeforeUpgrade(connection, file);
	} catch (reason) {
		throw new Failure(
			`A copy of the database could not be kept: ${(reason as Error).message}. Nothing was changed. Free ${fileSize(statSync(file).size)} on the disk, or add --without-copy when you have a backup.`,
		);
	} finally {
		connection.close();
	}
}

function prospect(file: string, lastApplied: string, pending: string[]): string {
	const { bavail, bsize } = statfsSync(join(file, '..'));
	return `Nothing was changed. The next start, or fluid upgrade, would
  1. keep the database (${fileSize(statSync(file).size)}) as ${copyName(file, lastApplied)}; ${fileSize(bavail * bsize)} are free there
  2. make ${pending.length === 1 ? 'this change' : `these ${pending.length} changes`} of its tables: ${pending.join(', ')}`;
}
