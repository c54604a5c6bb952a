/** What an item has for a field and cannot be read as that field takes it: reported as Fluid would report it. */
export class Unreadable extends Error {
	/** @param pointer where the field stands in what Fluid is sent, by its own name: `/linkedin_url` */
	constructor(
		private readonly pointer: string,
		message: string,
	) {
		super(message);
	}

	/** What a following step finds of it at the error output: the same that stands there for a refusal of Fluid's. */
	get details(): object {
		const { pointer, message } = this;
		return { status: 422, code: 'invalid_input', errors: [{ pointer, detail: message }] };
	}
}
