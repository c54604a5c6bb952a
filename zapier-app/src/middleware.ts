import type { AfterResponseMiddleware, BeforeRequestMiddleware } from 'zapier-platform-core';
import { retryAfterSeconds } from '../../contract/reading';
import type { Problem } from '../../contract/types';
import { sentence } from './problem';
import { isTest, type Sent, thenWhat } from './unanswered';

/**
 * Sends the key with every request. A key that no header can carry is refused here, because the sentence of whoever else
 * refuses it has the whole key in it.
 */
export const sendKey: BeforeRequestMiddleware = (request, z, bundle) => {
	const key = String(bundle?.authData.api_key ?? '').trim();
	if (!/^[\x21-\x7e]+$/.test(key)) throw new z.errors.Error(NO_KEY, 'invalid_key');
	if (request.headers) request.headers.Authorization = `Bearer ${key}`;
	return request;
};

const NO_KEY =
	'The API key of your connection is empty, or has a space or a hidden character in it. Copy the key again in Fluid under Settings > Automations > API, or create a new one there, and connect Fluid again with it.';

/** Adds the query to the address, once Zapier has gone over the address. */
export const addQuery: BeforeRequestMiddleware = (request) => {
	request.url = `${request.url ?? ''}${request.middlewareData?.query ?? ''}`;
	return request;
};

/**
 * Turns every refusal into the kind of error that makes Zapier do the right thing: ask for a new connection, wait and
 * try again, or show the sentence.
 */
export const explainRefusal: AfterResponseMiddleware = (response, z, bundle) => {
	const { status } = response;
	if (status === 204) return response;
	if (status === 404 && response.request.middlewareData?.missingIsFine) return response;
	if (status < 300 && isWhole(response.data, response.request.middlewareData?.gives ?? []))
		return response;
	if (status < 400) throw new z.errors.Error(notFluid(response.getHeader('location')), 'not_fluid');

	const problem = isProblem(response.data) ? response.data : undefined;
	const { method, url = '' } = response.request;
	const sent = { method, isTest: bundle !== undefined && isTest(bundle) };
	const message = problem ? sentence(problem, url) : answeredWith(status, sent);
	if (status === 401) throw new z.errors.ExpiredAuthError(message);
	const delaySeconds = retryAfterSeconds(response.getHeader('retry-after'), new Date()) ?? 0;
	if (status === 429 || delaySeconds > 0)
		throw new z.errors.ThrottledError(message, delaySeconds > 0 ? delaySeconds : undefined);
	throw new z.errors.Error(message, problem?.code ?? 'not_fluid', status);
};

/** Something else than Fluid may answer in JSON as well: only what has every part that was asked for is Fluid's. */
function isWhole(data: unknown, gives: unknown): boolean {
	if (typeof data !== 'object' || data === null) return false;
	const parts = data as Record<string, unknown>;
	return (gives as string[]).every((name) =>
		name === 'data' ? Array.isArray(parts.data) : Boolean(parts[name]),
	);
}

function isProblem(data: unknown): data is Problem {
	return typeof data === 'object' && data !== null && 'code' in data && 'detail' in data;
}

function notFluid(location: string | undefined): string {
	return location
		? `The address of your connection leads on to ${location.split('?')[0]}. Connect Fluid again with the address that you see when Fluid is open.`
		: 'The address of your connection answers, but not as Fluid does. Connect Fluid again with the address that you see when Fluid is open.';
}

function answeredWith(status: number, sent: Sent): string {
	return status >= 500
		? `Fluid is down or being restarted just now (status ${status}). ${thenWhat(sent)}`
		: `The address of your connection answered with status ${status}, and not as Fluid does. Check the address of your connection.`;
}
