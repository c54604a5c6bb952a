import { createHash, type KeyObject } from 'node:crypto';
import {
	closeSync,
	copyFileSync,
	existsSync,
	fsyncSync,
	openSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { KEY_FORM, readKey } from './key';
import { WrongKey } from './wrongKey';
import { giveToOwner } from '../database/giveToOwner';
import { KEY_FILE } from '../database/keyFileName';

/** A key that is about to take the place of the one in the file. */
const NEXT_KEY_FILE = `${KEY_FILE}.new`;

/** Returns where the key of a data folder lies. */
export function keyFileOf(folder: string): string {
	return join(folder, KEY_FILE);
}

/** Returns where a key is, for a sentence that says so. */
export function placeOfKey({ given, folder }: KeySource): string {
	return given ? 'FLUID_SECRET_KEY' : keyFileOf(folder);
}

/**
 * Returns the key in the file of a data folder, or undefined when there is no file.
 *
 * @throws WrongKey when the file holds no key or cannot be read
 */
export function keyInFile(folder: string): KeyObject | undefined {
	return keyIn(keyFileOf(folder));
}

/** Returns the key that an interrupted change has left beside the file, if any. */
export function nextKeyInFile(folder: string): KeyObject | undefined {
	const file = join(folder, NEXT_KEY_FILE);
	return existsSync(file) ? readKey(readFileSync(file, 'utf8')) : undefined;
}

/** Writes a key beside the file; it is on disk when this returns. `takeNextKey` puts it in the file's place. */
export function writeNextKey(folder: string, key: string): void {
	const file = join(folder, NEXT_KEY_FILE);
	rmSync(file, { force: true });
	const descriptor = openSync(file, 'wx', 0o600);
	try {
		giveToOwner(file, ownerOf(folder));
		writeFileSync(descriptor, `${key}\n`);
		fsyncSync(descriptor);
	} finally {
		closeSync(descriptor);
	}
	syncFolder(folder);
}

/**
 * Puts the key that was written beside the file into its place: all of it or nothing, also when the power fails. Returns
 * where the old one is kept, if there was one.
 */
export function takeNextKey(folder: string): string | undefined {
	const kept = keepOldKey(folder);
	try {
		renameSync(join(folder, NEXT_KEY_FILE), keyFileOf(folder));
	} catch (reason) {
		// Another process that starts at the same moment was faster.
		if ((reason as NodeJS.ErrnoException).code !== 'ENOENT') throw reason;
	}
	syncFolder(folder);
	return kept;
}

/** Takes the key file out of use, if there is one, and returns where its key is kept. */
export function retireKeyFile(folder: string): string | undefined {
	const kept = keepOldKey(folder);
	rmSync(keyFileOf(folder), { force: true });
	return kept;
}

/** Under a name that is made from its content: whoever does the same at the same moment does nothing else. */
function keepOldKey(folder: string): string | undefined {
	const file = keyFileOf(folder);
	if (!existsSync(file)) return undefined;
	const content = createHash('sha256').update(readFileSync(file)).digest('hex');
	const copy = `${file}.old-${content.slice(0, 8)}`;
	copyFileSync(file, copy);
	return copy;
}

/** Returns what belongs to the user who runs the service. */
function ownerOf(folder: string): string {
	const file = keyFileOf(folder);
	return existsSync(file) ? file : folder;
}

function keyIn(file: string): KeyObject | undefined {
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch (reason) {
		const { code } = reason as NodeJS.ErrnoException;
		if (code === 'ENOENT') return undefined;
		throw new WrongKey(
			`${file} cannot be read (${code}). Let it belong to the user who runs Fluid.`,
		);
	}
	const key = readKey(text);
	if (key) return key;
	throw new WrongKey(
		`${file} holds no key: it must be ${KEY_FORM}. Put the file back from your backup.`,
	);
}

/** A name that is new in a folder is on disk once the folder is. Windows and some file systems cannot be asked for it. */
function syncFolder(folder: string): void {
	let descriptor: number | undefined;
	try {
		descriptor = openSync(folder, 'r');
		fsyncSync(descriptor);
	} catch {
		// They write names in their own order.
	} finally {
		if (descriptor !== undefined) closeSync(descriptor);
	}
}

/**
 * Where the key of a database is to be found: given as a setting, or else in a file of the data folder; that of a
 * database behind a URL is always given.
 */
export type KeySource = { given: KeyObject | undefined; folder: string; isOfUrl?: boolean };
