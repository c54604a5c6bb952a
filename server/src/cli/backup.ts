import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { readConfig } from '../config';
import { copyDatabase } from '../database/copyDatabase';
import { DATABASE_FILE } from '../database/embedded';
import {
	type DatabaseContent,
	examineDatabase,
	UnusableDatabase,
} from '../database/examineDatabase';
import { keyFileOf } from '../secrets/keyFile';
import { IF_LOST_IN_OLDER, rightKey } from '../secrets/rightKey';
import { WrongKey } from '../secrets/wrongKey';
import { demandBackupTarget } from './backupTarget';
import { contentTable, fileSize } from './databaseContent';
import { demandEmbedded } from './database';
import { Failure } from './failure';
import { fileFault, userPath } from './files';

/** `fluid backup`. */
export function newBackup(): Command {
	return new Command('backup')
		.description('copy the database into one file, also while the service runs, and check the copy')
		.argument('<file>', 'where to, e.g. backups/fluid-2026-11-24.sqlite')
		.option('--replace', 'replace an earlier backup that is there already')
		.action(backup)
		.addHelpText(
			'after',
			`
The copy holds everything as it was at one moment, but not the key that opens the secrets of webhooks: the command says
where that is. Keep the two in different places.

Examples:
  npm run -s fluid -- backup backups/fluid-$(date +%F).sqlite
  npm run -s fluid -- restore backups/fluid-2026-11-24.sqlite`,
		);
}

function backup(given: string, { replace }: { replace?: true }): void {
	const config = readConfig(process.env);
	demandEmbedded(config);
	const file = userPath(given);
	if (!existsSync(dirname(file)))
		throw new Failure(`There is no folder ${dirname(file)}. Make it first, or choose another one.`);
	demandBackupTarget(file, config.dataDir, replace === true);
	const content = copyAndExamine(join(config.dataDir, DATABASE_FILE), file);
	console.log(contentTable(content));
	console.log(`
Written to ${file} (${fileSize(content.bytes)}) and read through without a fault.
${keySentence(content, config)}`);
}

/** https://sqlite.org/rescode.html#corrupt and #full */
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;

const CHECK =
	'Check the disk, and the database itself: sqlite3 fluid.sqlite "pragma integrity_check"';

/** A copy that cannot be read is worse than none: it does not take the place of an earlier backup either. */
function copyAndExamine(database: string, file: string): DatabaseContent {
	let content: DatabaseContent | undefined;
	try {
		copyDatabase(database, file, (copy) => (content = examineDatabase(copy)));
	} catch (reason) {
		if (reason instanceof UnusableDatabase)
			throw new Failure(
				`The copy of the database is damaged, so it was removed: ${reason.message} ${CHECK}`,
			);
		if (isOfDamage(reason, database))
			throw new Failure(`The database is damaged, so it was not copied. ${CHECK}`);
		throw new Failure(
			`The backup could not be written to ${file}: ${fileFault(reason)}. Nothing was left of it.`,
		);
	}
	return content as DatabaseContent;
}

/** A damaged page may name another one far behind the end, for which no disk has room. */
function isOfDamage(reason: unknown, database: string): boolean {
	const { errcode } = reason as { errcode?: number };
	return errcode === SQLITE_CORRUPT || (errcode === SQLITE_FULL && isDamaged(database));
}

function isDamaged(database: string): boolean {
	try {
		examineDatabase(database);
		return false;
	} catch (reason) {
		return reason instanceof UnusableDatabase;
	}
}

function keySentence(
	{ checkValue, pending }: DatabaseContent,
	{ dataDir, secretKey }: ReturnType<typeof readConfig>,
): string {
	if (checkValue === undefined)
		return 'Its secrets are stored in clear: keep it where nobody else can read it.';
	try {
		const ifLost = pending.length > 0 ? IF_LOST_IN_OLDER : undefined;
		rightKey(checkValue, { given: secretKey, folder: dataDir }, ifLost);
	} catch (reason) {
		if (!(reason instanceof WrongKey)) throw reason;
		return `The key that opens the secrets in it was not found here: ${reason.message}`;
	}
	const place = secretKey ? 'the one in FLUID_SECRET_KEY' : keyFileOf(dataDir);
	return `The key that opens the secrets in it is ${place}. Keep a copy of the key too, in another place.`;
}
