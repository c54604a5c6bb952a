import { chownSync, statSync } from 'node:fs';

/**
 * Gives a new file to whom another file or folder belongs. What an administrator makes as root could otherwise not be read
 * by the user who runs the service.
 */
export function giveToOwner(file: string, other: string): void {
	if (process.getuid?.() !== 0) return;
	const { uid, gid } = statSync(other);
	try {
		chownSync(file, uid, gid);
	} catch {
		// Some file systems have one owner for everything, and a container may lack the right.
	}
}
