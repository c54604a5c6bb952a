import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseFault } from './fault';
import { isBusy } from './sqliteFaults';

/** How long another program may hold the lock, in milliseconds. */
const LONGEST_WAIT_MS = 10_000;
const TRY_EVERY_MS = 10;
const RETRY_SECONDS = 1;

const ADVICE =
	'Another program, such as an import, is writing to the database. Nothing was saved; try again in a moment.';

/**
 * Does something that needs a lock of SQLite, again and again while another program holds it. SQLite's own waiting
 * would stop the whole process; here everything else goes on meanwhile.
 *
 * @param isOver asked between tries: whether to wait no longer
 * @throws unavailable when the lock is held for ten seconds
 */
export function whileBusy<T>(work: () => T, isOver = () => false): T | Promise<T> {
	try {
		return work();
	} catch (reason) {
		if (!isBusy(reason)) throw reason;
		return tryAgain(work, isOver);
	}
}

async function tryAgain<T>(work: () => T, isOver: () => boolean): Promise<T> {
	const startedAt = performance.now();
	while (performance.now() - startedAt < LONGEST_WAIT_MS && !isOver()) {
		await sleep(TRY_EVERY_MS);
		try {
			return work();
		} catch (reason) {
			if (!isBusy(reason)) throw reason;
		}
	}
	throw new DatabaseFault('unavailable', ADVICE, RETRY_SECONDS);
}
