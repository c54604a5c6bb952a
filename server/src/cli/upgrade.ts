import { statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Command } from 'commander';
import { type Config, readConfig } from '../config';
import { copyBeforeUpgrade, copyName } from '../database/copyBeforeUpgrade';
import { DATABASE_FILE, type EmbeddedDatabase } from '../database/embedded';
import { NewerDatabase, pendingMigrations } from '../database/migrate';
import { checkValueIn } from '../database/olderDatabase';
import { isBusy } from '../database/sqliteFaults';
import { keySource, removeRemains } from '../openDatabase';
import { type KeySource, placeOfKey } from '../secrets/keyFile';
import { demandRightKey } from '../secrets/rightKey';
import { newKeySentence, unlock } from '../secrets/unlock';
import { WrongKey } from '../secrets/wrongKey';
import { demandEmbedded, inUse, withDatabaseAlone } from './database';
import { fileSize } from './databaseContent';
import { Failure } from './failure';
import { ADD_WITHOUT_KEY, MAKE_NEW_SECRETS, UNREADABLE } from './withoutKey';

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

type Options = { dryRun?: true; withoutCopy?: true; withoutKey?: true };

async function upgrade(options: Options): Promise<void> {
	const config = readConfig(process.env);
	demandEmbedded(config);
	const file = join(config.dataDir, DATABASE_FILE);
	const state = stateOf(config);
	const { lastApplied, pending, checkValue } = state;
	if (pending.length === 0 && checkValue !== undefined) {
		console.log(`The tables of ${file} are up to date (${lastApplied}).`);
		if (options.withoutKey && isKeyLost(checkValue, config, options)) console.log(AFTER_LOSS);
		return;
	}
	let isLost = isKeyLost(checkValue, config, options);
	if (options.dryRun) return console.log(prospect(file, state, keySource(config), isLost));
	let copy: string | undefined;
	const keySentence = await withDatabaseAlone(
		config,
		async (database) => (isLost ? AFTER_LOSS : haveKey(database, config)),
		(before, connection) => {
			isLost = isKeyLost(before, config, options);
			if (!options.withoutCopy) copy = keepCopy(connection, file);
		},
	);
	if (pending.length > 0) console.log(changesMade(pending, copy));
	if (keySentence) console.log(keySentence);
}

const AFTER_LOSS = `${UNREADABLE} ${MAKE_NEW_SECRETS}`;

type State = ReturnType<typeof pendingMigrations> & { checkValue: string | undefined };

function stateOf({ dataDir }: Config): State {
	const connection = new DatabaseSync(join(dataDir, DATABASE_FILE));
	try {
		return { ...pendingMigrations(connection), checkValue: checkValueIn(connection) };
	} catch (reason) {
		if (isBusy(reason)) throw inUse(dataDir);
		throw reason instanceof NewerDatabase ? new Failure(reason.message) : reason;
	} finally {
		connection.close();
	}
}

/** @throws WrongKey where the key is not here, unless that is known; where it would be made, its file has to be right */
function isKeyLost(
	checkValue: string | undefined,
	config: Config,
	{ withoutKey }: Options,
): boolean {
	try {
		demandRightKey(checkValue, keySource(config), ADD_WITHOUT_KEY);
		return false;
	} catch (reason) {
		if (withoutKey && checkValue !== undefined && reason instanceof WrongKey) return true;
		throw reason;
	}
}

/** A database of a version that stored secrets in clear gets its key here; returns the sentence that says so. */
async function haveKey(database: EmbeddedDatabase, config: Config): Promise<string | undefined> {
	const source = keySource(config);
	const unlocked = await unlock(database, source);
	if (unlocked.sealedNow > 0) removeRemains(database, 'stored in clear', console.error);
	return unlocked.isNewKey ? newKeySentence(unlocked, source) : undefined;
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

function changesMade(pending: string[], copy: string | undefined): string {
	return `${pending.length === 1 ? '1 change' : `${pending.length} changes`} made: ${pending.join(', ')}.
${
	copy
		? `The database is kept as it was before in ${copy}. Remove that file when you no longer want to go back.`
		: 'No copy was kept.'
}`;
}

function prospect(
	file: string,
	{ lastApplied, pending, checkValue }: State,
	source: KeySource,
	isLost: boolean,
): string {
	const { bavail, bsize } = statfsSync(join(file, '..'));
	const steps = [];
	if (pending.length > 0)
		steps.push(
			`keep the database (${fileSize(statSync(file).size)}) as ${copyName(file, String(lastApplied))}; ${fileSize(bavail * bsize)} are free there`,
			`make ${pending.length === 1 ? 'this change' : `these ${pending.length} changes`} of its tables: ${pending.join(', ')}`,
		);
	if (checkValue === undefined)
		steps.push(
			`encrypt what is secret in it, with the key in ${placeOfKey(source)}${source.given ? '' : ', which is made unless it is there'}`,
		);
	const doer = isLost ? 'fluid upgrade --without-key' : 'The next start, or fluid upgrade,';
	return [
		`Nothing was changed. ${doer} would`,
		...steps.map((step, at) => `  ${at + 1}. ${step}`),
		...(isLost ? [`${UNREADABLE} ${MAKE_NEW_SECRETS}`] : []),
	].join('\n');
}
