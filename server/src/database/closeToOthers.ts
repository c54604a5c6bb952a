import { chmodSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { join, parse } from 'node:path';

const OTHERS = 0o077;
/** Only owners may remove files: the mark of a folder that many users share, such as /tmp. */
const STICKY = 0o1000;

/**
 * Closes a data folder, and the files in it, to everybody but the user they belong to. In a folder that others share,
 * only what is Fluid's own is touched.
 *
 * @param folder its absolute path
 * @param isOwn returns whether a name is that of a file of Fluid
 * @param warn is called with a sentence about what stays open, because the file system or another owner does not allow it
 */
export function closeToOthers(
	folder: string,
	isOwn: (name: string) => boolean,
	warn: (sentence: string) => void,
): void {
	// Windows has no such bits; who may read is inherited from the folder above.
	if (process.platform === 'win32') return;
	const isShared = parse(folder).root === folder || (statSync(folder).mode & STICKY) !== 0;
	if (isShared)
		warn(
			`DATA_DIR is ${folder}, which others use as well, so it stays open to them. Give the database a folder of its own.`,
		);
	const names = readdirSync(folder).filter((name) => !isShared || isOwn(name));
	const faults = [
		...(isShared ? [] : [close(folder, 0o700)]),
		...names.map((name) => close(join(folder, name), isOwn(name) ? 0o600 : undefined)),
	].filter((fault) => fault !== undefined);
	if (faults.length > 0)
		warn(
			`Others on this machine may be able to read ${faults.join(', ')}: the permissions cannot be changed. Let ${folder} belong to the user who runs Fluid, on a file system that keeps permissions.`,
		);
}

/** Returns the path, with the reason, when others can still get at it. */
function close(path: string, mode?: number): string | undefined {
	if (!isOpen(path)) return undefined;
	try {
		chmodSync(path, mode ?? lstatSync(path).mode & 0o700);
	} catch (reason) {
		const { code } = reason as NodeJS.ErrnoException;
		return code === 'ENOENT' ? undefined : `${path} (${code})`;
	}
	// Some file systems take a change and forget it.
	return isOpen(path) ? path : undefined;
}

function isOpen(path: string): boolean {
	const entry = lstatSync(path, { throwIfNoEntry: false });
	return entry !== undefined && !entry.isSymbolicLink() && (entry.mode & OTHERS) !== 0;
}
