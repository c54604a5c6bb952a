import type { FluidCall, Answered } from './call';

/** Returns whether an answer is Fluid's and a success: another program may say so of anything, in JSON as well. */
export function isExpectedResponse(
	{ method, expects }: FluidCall,
	{ status, body }: Answered,
): boolean {
	if (method === 'DELETE' && expects === undefined) return status === 204;
	const has = expects ?? 'id';
	const value = ((body ?? {}) as Record<string, unknown>)[has];
	const isThere = LISTS.includes(has) ? Array.isArray(value) : value !== undefined;
	return status >= 200 && status < 300 && isThere;
}

/** Returns whether Fluid says that it does not have what is to be deleted; a proxy says 404 of other things too. */
export function isGone({ method }: FluidCall, { status, body }: Answered): boolean {
	const { code } = (body ?? {}) as { code?: unknown };
	return method === 'DELETE' && status === 404 && DELETABLE.includes(String(code));
}

const DELETABLE = ['deal_not_found', 'contact_not_found', 'company_not_found', 'webhook_not_found'];
const LISTS = ['data', 'results'];
