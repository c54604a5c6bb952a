import type { Answered, Call } from './request';

/** Returns whether an answer is Fluid's and a success: another program may say so of anything, in JSON as well. */
export function isAccepted({ method, has = 'id' }: Call, { status, body }: Answered): boolean {
	if (method === 'DELETE') return status === 204;
	const value = ((body ?? {}) as Record<string, unknown>)[has];
	const isThere = LISTS.includes(has) ? Array.isArray(value) : value !== undefined;
	return status >= 200 && status < 300 && isThere;
}

const LISTS = ['data', 'results'];
