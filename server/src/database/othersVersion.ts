import type { DatabaseSync } from 'node:sqlite';

/**
 * Returns what answers the version of what other connections and processes have committed. It is asked on the connection that
 * writes, whose own commits do not count (https://sqlite.org/pragma.html#pragma_data_version).
 */
export function newOthersVersion(writer: DatabaseSync): () => number {
	const asked = writer.prepare('pragma data_version');
	return () => Number((asked.get() as { data_version: number }).data_version);
}
