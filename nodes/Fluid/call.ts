import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

/** A request to Fluid. */
export type FluidCall = {
	method: IHttpRequestMethods;
	/** Starts with a slash. */
	path: string;
	query?: IDataObject;
	body?: object;
	/** Makes the request safe to send again. */
	idempotencyKey?: string;
	/** Whether it leaves the same behind when it runs twice, though its method does not say so. */
	isRepeatable?: boolean;
	/** What an answer to it always has; `id` when left out, and where it deletes, nothing. */
	expects?:
		| 'id'
		| 'company'
		| 'contact_ids'
		| 'data'
		| 'deal'
		| 'results'
		| 'replayed'
		| 'succeeded'
		| 'workspace';
};

/** An answer as it came, from Fluid or from whatever stands at its address. */
export type Answered = { status: number; headers: IDataObject; body: unknown };

/** What came back: an answer, or why there is none. */
export type FluidAnswer = Answered | { errorCode: string };
