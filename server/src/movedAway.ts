import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { WrongSetting } from './wrongSetting';
import { DATABASE_FILE } from './database/embedded';

/** The name under which the embedded database is kept once PostgreSQL has everything. */
export const MOVED_FILE = `${DATABASE_FILE}.moved-to-postgres`;

/**
 * Nobody begins anew in a folder whose database has moved because DATABASE_URL was forgotten.
 *
 * @throws WrongSetting where only the file that was kept is there
 */
export function refuseMovedAway(folder: string): void {
	if (existsSync(join(folder, DATABASE_FILE))) return;
	const kept = namesIn(folder).find((name) => name.startsWith(MOVED_FILE));
	if (!kept) return;
	throw new WrongSetting(
		`The database in ${folder} was moved to PostgreSQL, and DATABASE_URL is not set. Set DATABASE_URL to the address that it was moved to, and FLUID_SECRET_KEY to its key. To begin with an empty database here instead, put ${join(folder, kept)} into another folder: it is the way back.`,
	);
}

/** Why a folder cannot be read is said by whoever opens the database in it. */
function namesIn(folder: string): string[] {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}
