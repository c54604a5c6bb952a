import { DatabaseFault } from './fault';

const RETRY_SECONDS = 30;

/**
 * The disk could not be waited for: what was committed last may be there or not. Asking it again would succeed, whatever
 * became of it (https://wiki.postgresql.org/wiki/Fsync_Errors); only who opens the database anew compares its checksums.
 */
export class SyncFailed extends Error {
	constructor(readonly why: string) {
		super(
			`The disk of the database failed (${why}). What was changed last may be saved or not: Fluid ends, and finds out when it is started again. Check the disk of DATA_DIR first.`,
		);
	}

	/** Returns the fault of the change that was written. */
	ofChange(): DatabaseFault {
		const advice = `The disk of the database failed while this change was written to it (${this.why}): it may be saved or not, and only the next start of Fluid finds out. Then send it again if it had an Idempotency-Key, which has it done once; otherwise look first whether it is there.`;
		return new DatabaseFault('uncertain', advice);
	}

	/** Returns the fault of what comes afterwards. */
	ofLaterChange(): DatabaseFault {
		const advice =
			'The disk of the database has failed, and only the next start of Fluid finds out what is saved. Nothing of this change was; try again in a moment.';
		return new DatabaseFault('unavailable', advice, RETRY_SECONDS);
	}
}
