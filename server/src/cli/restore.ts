import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { type Config, readConfig } from '../config';
import { copyDatabase } from '../database/copyDatabase';
import { DATABASE_FILE } from '../database/embedded';
import {
	type DatabaseContent,
	examineDatabase,
	UnusableDatabase,
} from '../database/examineDatabase';
import { giveToOwner } from '../database/giveToOwner';
import { leaveInOneFile } from '../database/leaveInOneFile';
import { InUse } from '../database/inUse';
import { keyFileOf } from '../secrets/keyFile';
import { rightKey } from '../secrets/rightKey';
import { WrongKey } from '../secrets/wrongKey';
import { ownFile } from './backupTarget';
import { contentTable } from './databaseContent';
import { inUse, refusePostgres } from './database';
import { Failure } from './failure';
import { fileFault, userPath } from './files';
import { shellPath } from './shellWord';
import {
	ADD_WITHOUT_KEY,
	ADD_WITHOUT_KEY_TO_OLDER,
	MAKE_NEW_SECRETS,
	UNREADABLE,
} from './withoutKey';

/** `fluid restore`. */
export function newRestore(): Command {
	return new Command('restore')
		.description('put a backup in the place of the database; the service must be stopped')
		.argument('<file>', 'what fluid backup has written')
		.option('--yes', 'do it; without it, the command only says what would happen')
		.option(
			'--without-key',
			'also where the key of the backup is lost; new secrets are made by secret-key reset then',
		)
		.action(restore)
		.addHelpText(
			'after',
			`
The backup is read through first. The database that is there now is kept beside it under another name. What happened
after the backup is not in it, and deliveries that waited at its time are sent when the service starts, also those that
have arrived since.

Example:
  npm run -s fluid -- restore backups/fluid-2026-11-24.sqlite --yes`,
		);
}

function restore(given: string, options: { yes?: true; withoutKey?: true }): void {
	const config = readConfig(process.env);
	refusePostgres(config);
	const backup = userPath(given);
	if (ownFile(backup, config.dataDir) === 'the database itself')
		throw new Failure(
			`${backup} is the database itself. Nothing was changed. Name the backup that shall take its place.`,
		);
	const content = usable(backup);
	const file = join(config.dataDir, DATABASE_FILE);
	const isLost = isKeyLost(content, config, options.withoutKey === true);
	console.log(contentTable(content));
	if (!options.yes) return console.log(prospect(backup, file, content, isLost));
	mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
	const kept = existsSync(file) ? keepPresent(config, file) : undefined;
	const owned = kept ?? config.dataDir;
	try {
		copyDatabase(backup, file, (copy) => giveToOwner(copy, owned));
	} catch (reason) {
		if (kept) renameSync(kept, file);
		throw new Failure(
			`The backup could not be copied to ${file}: ${fileFault(reason)}. The database that was there is in its place again.`,
		);
	}
	// Whoever restores as root has put it back as root, too.
	if (existsSync(keyFileOf(config.dataDir))) giveToOwner(keyFileOf(config.dataDir), owned);
	console.log(done(backup, kept, content, isLost));
}

function usable(backup: string): DatabaseContent {
	if (!existsSync(backup)) throw new Failure(`There is no file ${backup}.`);
	try {
		const content = examineDatabase(backup);
		if (content.newer.length === 0) return content;
		throw new Failure(
			`${backup} was written by a newer version of Fluid (${content.newer.join(', ')}). Nothing was changed. Install that version, and restore it then.`,
		);
	} catch (reason) {
		if (!(reason instanceof UnusableDatabase)) throw reason;
		throw new Failure(`${reason.message} Nothing was changed. Choose another backup.`);
	}
}

/**
 * Without its key nothing that was subscribed would be delivered any more: better said before than after.
 *
 * @throws Failure where it is not here, unless that is known
 */
function isKeyLost(
	{ checkValue, pending }: DatabaseContent,
	{ secretKey, dataDir }: Config,
	isKnown: boolean,
): boolean {
	try {
		const ifLost = pending.length > 0 ? ADD_WITHOUT_KEY_TO_OLDER : ADD_WITHOUT_KEY;
		if (checkValue !== undefined)
			rightKey(checkValue, { given: secretKey, folder: dataDir }, ifLost);
		return false;
	} catch (reason) {
		if (!(reason instanceof WrongKey)) throw reason;
		if (isKnown) return true;
		throw new Failure(
			`Nothing was changed: the key that this backup was made with is not here. ${reason.message}`,
		);
	}
}

/** Returns where the database of now is kept: also a damaged one, or one of a newer version. */
function keepPresent({ dataDir }: Config, file: string): string {
	try {
		leaveInOneFile(file);
	} catch (reason) {
		throw reason instanceof InUse ? inUse(dataDir) : reason;
	}
	const kept = freeName(
		`${file}.before-restore-${new Date().toISOString().replaceAll(/[-:]|\..*/g, '')}`,
	);
	renameSync(file, kept);
	for (const suffix of ['-wal', '-shm'])
		if (existsSync(`${file}${suffix}`)) renameSync(`${file}${suffix}`, `${kept}${suffix}`);
	return kept;
}

/** Another restore of the same second may have kept what was there before. */
function freeName(name: string): string {
	if (!existsSync(name)) return name;
	let number = 2;
	while (existsSync(`${name}-${number}`)) number += 1;
	return `${name}-${number}`;
}

function prospect(backup: string, file: string, content: DatabaseContent, isLost: boolean): string {
	const present = existsSync(file)
		? `It would take the place of ${file}, which is kept beside it.`
		: `It would become ${file}, where there is no database yet.`;
	return `
Nothing was changed yet. ${backup} was read through without a fault.
${present} ${isLost ? `${withoutKey(content)} ${UNREADABLE} What to do then is said once it is restored.` : consequences(content)}
Do it with: npm run -s fluid -- restore ${shellPath(backup)}${isLost ? ' --without-key' : ''} --yes`;
}

function done(
	backup: string,
	kept: string | undefined,
	content: DatabaseContent,
	isLost: boolean,
): string {
	return `
${backup} is the database now.${kept ? ` The one before is kept as ${kept}; remove it when you do not need it any more.` : ''}
${isLost ? `${withoutKey(content)}\n${nextSteps(content)}` : `${consequences(content)}\nStart the service again.`}`;
}

/** New secrets stand in today's tables. */
function nextSteps({ pending }: DatabaseContent): string {
	const upgrade =
		pending.length === 0
			? ''
			: ' Bring its tables up to date: npm run -s fluid -- upgrade --without-key.';
	return `${UNREADABLE}${upgrade} ${MAKE_NEW_SECRETS}`;
}

/** New secrets have to be given to the receivers before anything is sent. */
function withoutKey({ waiting }: DatabaseContent): string {
	return whatWaits(
		waiting,
		'held, since making new secrets pauses every webhook until you resume it.',
	);
}

function whatWaits(waiting: number, fate: string): string {
	if (waiting === 0) return 'No delivery waits in it.';
	return `${waiting === 1 ? '1 delivery that waits in it is' : `${waiting.toLocaleString('en')} deliveries that wait in it are`} ${fate}`;
}

function consequences({ waiting, pending }: DatabaseContent): string {
	const sent = whatWaits(
		waiting,
		'sent when the service starts, also where they have arrived since the backup.',
	);
	const upgraded =
		pending.length === 0 ? '' : ` The next start brings its tables up to date (${pending.at(-1)}).`;
	return `${sent}${upgraded}`;
}
