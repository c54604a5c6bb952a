import { DatabaseSync } from 'node:sqlite';
import { connectAlone } from './connectAlone';
import { copyBeforeUpgrade } from './copyBeforeUpgrade';
import { InUse } from './inUse';
import { migrate } from './migrate';
import { type BeforeUpgrade, lookBeforeUpgrade } from './olderDatabase';
import { prepareConnection } from './prepareConnection';

/** Short enough to see soon that another start has done it meanwhile. */
const TRY_MS = 100;

/**
 * Brings the tables of an earlier version up to date, for which this process has the database for itself: another one would
 * go on with what is not there any more. A copy of it is kept first. Does nothing to one that is up to date, or new.
 *
 * @param look may refuse to have the tables changed
 * @param timeoutMs how long others are waited for: another start that does the same, or a command
 * @returns where the copy is, or undefined when nothing was changed
 * @throws InUse when another process has it open, or what `look` throws; nothing was changed then
 */
export function upgradeAlone(
	file: string,
	look: BeforeUpgrade,
	timeoutMs: number,
): string | undefined {
	const end = performance.now() + timeoutMs;
	while (isOlder(file, look, timeoutMs)) {
		try {
			return change(file);
		} catch (reason) {
			if (!(reason instanceof InUse) || performance.now() > end) throw reason;
		}
	}
	return undefined;
}

/** The connection is closed again, since two processes that look would keep each other from having it alone. */
function isOlder(file: string, look: BeforeUpgrade, timeoutMs: number): boolean {
	const connection = new DatabaseSync(file, { timeout: timeoutMs });
	try {
		return lookBeforeUpgrade(connection, look);
	} finally {
		connection.close();
	}
}

function change(file: string): string | undefined {
	const connection = connectAlone(file, TRY_MS);
	try {
		prepareConnection(connection);
		const copy = copyBeforeUpgrade(connection, file);
		migrate(connection);
		return copy;
	} finally {
		connection.close();
	}
}
