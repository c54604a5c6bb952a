import type { DatabaseSync } from 'node:sqlite';
import { addSearchText } from './addSearchText';
import { LOG_KEPT_BYTES, PAGES_IN_LOG } from './writeAheadLog';

/** Has a connection work as the service wants it. */
export function prepareConnection(connection: DatabaseSync): void {
	connection.exec(`pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;
		pragma temp_store = memory; pragma cache_size = -32000; pragma wal_autocheckpoint = ${PAGES_IN_LOG};
		pragma journal_size_limit = ${LOG_KEPT_BYTES};`);
	addSearchText(connection);
}
