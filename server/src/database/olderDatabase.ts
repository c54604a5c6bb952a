import type { DatabaseSync } from 'node:sqlite';
import { pendingMigrations } from './migrate';

/**
 * Looks at a database of an earlier version before its tables are changed, and throws where they shall stay as they are.
 *
 * @param checkValue what it recognises its key by; undefined while its secrets are stored in clear
 */
export type BeforeUpgrade = (checkValue: string | undefined, connection: DatabaseSync) => void;

/** The database has the tables of an earlier version, and whoever opens it shall not change them; its message says what to do. */
export class OlderDatabase extends Error {
	constructor(file: string | null) {
		super(
			`The tables of the database ${file} are of an earlier version of Fluid. Nothing was changed. Stop the service if it runs. Bring them up to date first: npm run -s fluid -- upgrade. Or start this version of the service, which does so too.`,
		);
	}
}

/** @throws OlderDatabase */
export function refuseOlder(_checkValue: unknown, connection: DatabaseSync): void {
	throw new OlderDatabase(connection.location());
}

/**
 * Has somebody look at a database before anything in it is changed, where its tables are of an earlier version; a new one
 * has no tables yet. Returns whether it is of an earlier version.
 *
 * @throws NewerDatabase, or what `look` throws
 */
export function lookBeforeUpgrade(connection: DatabaseSync, look: BeforeUpgrade): boolean {
	const { lastApplied, pending } = pendingMigrations(connection);
	if (lastApplied === undefined || pending.length === 0) return false;
	look(checkValueIn(connection), connection);
	return true;
}

/** Returns what a database recognises its key by; undefined while its secrets are stored in clear. */
export function checkValueIn(connection: DatabaseSync): string | undefined {
	const isThere = connection
		.prepare(`select 1 from sqlite_master where type = 'table' and name = 'secret_key'`)
		.get();
	const row = isThere && connection.prepare('select check_value from secret_key').get();
	return row && String(row.check_value);
}
