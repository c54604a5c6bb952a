import { createReadStream, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { Failure } from '../failure';
import { fileFault, PIPE, shownName, userPath } from '../files';

const LARGE_BYTES = 20_000_000;

/** Where an import reads from. */
export type Source = {
	/** What it is called in sentences. */
	name: string;
	/** Where its rejected rows go, as the user would name the file. */
	rejectedName: string;
	/** Whether it can be opened more than once. */
	isFile: boolean;
	/** Whether reading it takes long enough to say so. */
	isLarge: boolean;
	/** Opens it at its beginning. */
	open: () => Readable;
};

/**
 * Returns the file, or stdin for `-`.
 *
 * @throws Failure when there is no such file
 */
export function sourceNamed(file: string): Source {
	if (file === PIPE) {
		return {
			name: shownName(file),
			rejectedName: 'stdin.rejected.csv',
			isFile: false,
			isLarge: false,
			open: () => process.stdin,
		};
	}
	const path = userPath(file);
	const isLarge = sizeOf(path, file) > LARGE_BYTES;
	const rejectedName = `${file.replace(/\.csv$/i, '')}.rejected.csv`;
	return { name: file, rejectedName, isFile: true, isLarge, open: () => createReadStream(path) };
}

function sizeOf(path: string, file: string): number {
	try {
		const entry = statSync(path);
		if (entry.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
		return entry.size;
	} catch (reason) {
		throw new Failure(`${file} cannot be read: ${fileFault(reason)}.`);
	}
}
