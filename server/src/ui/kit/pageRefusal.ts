/** Something a person asked a page for that cannot be done, with what to do next. */
export class PageRefusal extends Error {
	constructor(
		readonly status: number,
		readonly title: string,
		advice: string,
		readonly retryAfterSeconds?: number,
	) {
		super(advice);
	}
}
