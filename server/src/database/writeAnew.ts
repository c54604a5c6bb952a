import type { DatabaseSync } from 'node:sqlite';

/** So much is written in a few seconds. */
const MOST_BYTES = 1024 * 1024 * 1024;

const TIMEOUT_MS = 10_000;

/**
 * Writes a database's file anew, without the remains of what was deleted or replaced, which SQLite otherwise leaves until
 * it needs their place. Returns whether it did: for a large file it would take long, and twice its room on the disk.
 */
export function writeAnew(connection: DatabaseSync): boolean {
	const { bytes } = connection
		.prepare('select page_count * page_size as bytes from pragma_page_count, pragma_page_size')
		.get() as { bytes: number };
	if (bytes > MOST_BYTES) return false;
	connection.exec(`pragma busy_timeout = ${TIMEOUT_MS}`);
	try {
		connection.exec('vacuum');
		connection.exec('pragma wal_checkpoint(truncate)');
		return true;
	} finally {
		connection.exec('pragma busy_timeout = 0');
	}
}
