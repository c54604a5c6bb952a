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

/** Returns the fault of a change that comes when the service takes no more. */
export function stopping(): DatabaseFault {
	return new DatabaseFault(
		'unavailable',
		'The service is stopping. Nothing was saved; try again in a moment.',
		1,
	);
}
