import { DatabaseSync } from 'node:sqlite';
import { InUse } from './inUse';
import { isBusy } from './sqliteFaults';

/** A command that has it open is soon done; a service is not. */
const TIMEOUT_MS = 2_000;

/**
 * Connects with a database for this process alone: until the connection is closed, nobody else can read it or write to it.
 * Whoever works with a write-ahead log shares a lock on the file from the first look on, also a service that is idle.
 *
 * @param timeoutMs how long others are waited for
 * @throws InUse when another process has it open
 */
export function connectAlone(file: string, timeoutMs = TIMEOUT_MS): DatabaseSync {
	const connection = new DatabaseSync(file, { timeout: timeoutMs });
	try {
		// The lock is taken with the first transaction and kept.
		connection.exec('pragma locking_mode = exclusive; begin exclusive; commit');
		return connection;
	} catch (reason) {
		connection.close();
		throw isBusy(reason) ? new InUse() : reason;
	}
}
