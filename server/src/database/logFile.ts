import { closeSync, fdatasync, openSync } from 'node:fs';
import { promisify } from 'node:util';

/** A file that SQLite writes. */
export type LogFile = {
	/** Resolves when all that was written to it is on the disk; everything else goes on meanwhile. */
	sync: () => Promise<void>;
	close: () => void;
};

const dataSync = promisify(fdatasync);

/**
 * Opens a file that is there. It has to be open from the beginning: only those who had it open then hear of a write that
 * failed (https://lwn.net/Articles/752063).
 */
export function openLogFile(path: string): LogFile {
	const descriptor = openSync(path, 'r+');
	return { sync: () => dataSync(descriptor), close: () => closeSync(descriptor) };
}
