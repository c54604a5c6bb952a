import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
const NEEDED_BYTES = 4e9;

/**
 * Returns the environment in which tests keep their files in memory, where Linux has a file system for that with room: what
 * they write is thrown away, and waiting for a disk took a sixth of their time. The folder goes with this process.
 */
export function inMemory() {
	if (!hasRoom()) return {};
	const folder = mkdtempSync(join(MEMORY, 'fluid-tests-'));
	// PostgreSQL runs as another user, in a folder of its own inside.
	chmodSync(folder, 0o755);
	process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
	return { TMPDIR: folder };
}

function hasRoom() {
	try {
		const { bavail, bsize } = statfsSync(MEMORY);
		return bavail * bsize > NEEDED_BYTES;
	} catch {
		return false;
	}
}
