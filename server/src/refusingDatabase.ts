import type { Database } from './database/database';
import { DatabaseFault } from './database/fault';
import { type Outage, problem } from './problems/problems';

/** Returns a database that refuses as the service does: whoever uses it gets faults of its disk and lock as problems only. */
export function refusing(database: Database): Database {
	const translated = <T>(work: Promise<T>, outage?: Outage): Promise<T> =>
		work.catch((reason: unknown) => {
			throw asRefusal(reason, outage);
		});
	return {
		all: (statement) => translated(database.all(statement), 'unread'),
		get: (statement) => translated(database.get(statement), 'unread'),
		...(database.isRemote && { isRemote: true }),
		write: (workspaceId, work, ahead) => translated(database.write(workspaceId, work, ahead)),
		writeDeliveries: (work) => translated(database.writeDeliveries(work)),
		claimDeliveries: (work) => translated(database.claimDeliveries(work)),
		writeService: (work) => translated(database.writeService(work)),
		dryRun: (workspaceId, work) => translated(database.dryRun(workspaceId, work)),
		othersWrote: () => database.othersWrote(),
		wakeOthers: () => database.wakeOthers(),
		get isLeader() {
			return database.isLeader;
		},
		get delivering() {
			return database.delivering;
		},
		settle: database.settle && ((mine) => translated(database.settle!(mine))),
		maintain: (report) => database.maintain((reason) => report(asRefusal(reason))),
		indexTexts: () => translated(database.indexTexts()),
		failure: database.failure,
		ready: () => translated(database.ready()),
		close: () => database.close(),
	};
}

/**
 * Returns the refusal for a fault of the database, and anything else as it is.
 *
 * @param outage what the database was asked to do
 */
export function asRefusal(reason: unknown, outage: Outage = 'unsaved'): unknown {
	if (!(reason instanceof DatabaseFault)) return reason;
	const { kind, message, retryAfterSeconds } = reason;
	if (kind === 'full') return problem('disk_full', undefined, { retryAfterSeconds });
	const what = kind === 'uncertain' ? kind : outage;
	return problem('unavailable', message, { retryAfterSeconds, outage: what });
}
