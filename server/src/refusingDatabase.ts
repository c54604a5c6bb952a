import type { Database } from './database/database';
import { DatabaseFault } from './database/fault';
import { problem } from './problems/problems';

/** Returns a database that refuses as the service does: whoever uses it gets faults of its disk and lock as problems only. */
export function refusing(database: Database): Database {
	const translated = <T>(work: Promise<T>): Promise<T> =>
		work.catch((reason: unknown) => {
			throw asRefusal(reason);
		});
	return {
		all: (statement) => translated(database.all(statement)),
		get: (statement) => translated(database.get(statement)),
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

/** Returns the refusal for a fault of the database, and anything else as it is. */
export function asRefusal(reason: unknown): unknown {
	if (!(reason instanceof DatabaseFault)) return reason;
	const { kind, message, retryAfterSeconds } = reason;
	return kind === 'full'
		? problem('disk_full', undefined, { retryAfterSeconds })
		: problem('unavailable', message, { retryAfterSeconds });
}
