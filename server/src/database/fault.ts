/** The database cannot do what was asked, for a reason outside of the statement: its message says what to do. */
export class DatabaseFault extends Error {
	constructor(
		/** Whether it is the disk that is full, anything else that may pass, or that what was asked may have been done. */
		readonly kind: 'full' | 'unavailable' | 'uncertain',
		message: string,
		readonly retryAfterSeconds?: number,
	) {
		super(message);
	}
}

/**
 * Thrown by a change that wants nothing saved of what it has written, and knows why: it need not run again to find out.
 * Whoever waits for it gets the reason.
 */
export class Withdrawn extends Error {
	constructor(override readonly cause: unknown) {
		super('A change has withdrawn what it has written.');
	}
}

/** Returns why a change has failed: where it has withdrawn what it has written, the reason that it gave. */
export function causeOf(fault: unknown): unknown {
	return fault instanceof Withdrawn ? fault.cause : fault;
}

/** Returns the fault of a change that comes when the service takes no more. */
export function stopping(): DatabaseFault {
	return new DatabaseFault(
		'unavailable',
		'The service is stopping. Nothing was saved; try again in a moment.',
		1,
	);
}
