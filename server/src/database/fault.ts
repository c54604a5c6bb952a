/** The database cannot do what was asked, for a reason outside of the statement: its message says what to do. */
export class DatabaseFault extends Error {
	constructor(
		/** Whether it is the disk that is full, or anything else that may pass. */
		readonly kind: 'full' | 'unavailable',
		message: string,
		readonly retryAfterSeconds?: number,
	) {
		super(message);
	}
}
