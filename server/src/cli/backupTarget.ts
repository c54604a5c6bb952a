import { closeSync, lstatSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DATABASE_FILE } from '../database/embedded';
import { isKeyFile } from '../database/keyFileName';
import { Failure } from './failure';

/** Refuses a place for a backup where something would be lost: only a new file, or an earlier backup, is written. */
export function demandBackupTarget(file: string, dataDir: string, mayReplace: boolean): void {
	const own = ownFile(file, dataDir);
	if (own)
		throw new Failure(
			`${file} is ${own}. Nothing was changed. Choose a name of its own for the backup, in another folder.`,
		);
	if (!isThere(file)) return;
	if (!mayReplace)
		throw new Failure(`${file} is there already. Choose another name, or add --replace.`);
	if (isBackup(file)) return;
	throw new Failure(
		`${file} is not a backup that Fluid has written, so it is not replaced. Nothing was changed. Choose another name, or move that file away first.`,
	);
}

/** Returns what a file is to the service, by its real path; undefined when it is none of its files. */
export function ownFile(file: string, dataDir: string): string | undefined {
	const folder = realPath(dataDir);
	const places = [join(realPath(dirname(file)), basename(file)), realPath(file)];
	const names = places.filter((place) => dirname(place) === folder).map((place) => basename(place));
	return names.map(roleOf).find((role) => role !== undefined);
}

function roleOf(name: string): string | undefined {
	if (name === DATABASE_FILE) return 'the database itself';
	if (isKeyFile(name)) return 'a file that holds the key of the database';
	if (name.startsWith(`${DATABASE_FILE}-`)) return 'a part of the database';
	if (KEPT.some((what) => name.startsWith(`${DATABASE_FILE}.${what}`)))
		return 'a database that was kept for the way back';
	return undefined;
}

const KEPT = ['before-', 'moved-'];

function realPath(path: string): string {
	try {
		return realpathSync(path);
	} catch {
		return path;
	}
}

/** Also a link that leads nowhere. */
function isThere(file: string): boolean {
	return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

/** A database that something works with has a write-ahead log; a backup never has (copyDatabase). */
function isBackup(file: string): boolean {
	try {
		return statSync(file).isFile() && isOneFile(file) && isOfFluid(file);
	} catch {
		return false;
	}
}

/** https://sqlite.org/fileformat.html#the_database_header */
function isOneFile(file: string): boolean {
	const header = Buffer.alloc(20);
	const descriptor = openSync(file, 'r');
	try {
		readSync(descriptor, header, 0, header.length, 0);
	} finally {
		closeSync(descriptor);
	}
	return header.toString('latin1', 0, 16) === 'SQLite format 3\0' && header[18] === 1;
}

/** Other programs, n8n among them, have a table of this name as well. */
function isOfFluid(file: string): boolean {
	const connection = new DatabaseSync(file, { readOnly: true });
	try {
		const first = connection.prepare(`select 1 from migrations where name = '0001_start'`).get();
		return first !== undefined;
	} finally {
		connection.close();
	}
}
