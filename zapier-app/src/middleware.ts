import type { AfterResponseMiddleware, BeforeRequestMiddleware } from 'zapier-platform-core';
import type { Problem } from '../../contract/types';
import { sentence } from './problem';

/** Sends the key with every request. */
export const sendKey: BeforeRequestMiddleware = (request, _z, bundle) => {
	if (request.headers) request.headers.Authorization = `Bearer ${bundle?.authData.api_key}`;
	return request;
};

/** Adds the query to the address, once Zapier has gone over the address. */
export const addQuery: BeforeRequestMiddleware = (request) => {
	request.url = `${request.url ?? ''}${request.middlewareData?.query ?? ''}`;
	return request;
};

/**
 * Turns every refusal into the kind of error that makes Zapier do the right thing: ask for a new connection, wait and
 * try again, or show the sentence.
 */
export const explainRefusal: AfterResponseMiddleware = (response, z) => {
	const { status } = response;
	if (status === 204) return response;
	if (status === 404 && response.request.middlewareData?.missingIsFine) return response;
	if (status < 300 && typeof response.data === 'object') return response;
	if (status < 400) throw new z.errors.Error(notFluid(response.getHeader('location')), 'not_fluid');

	const problem = isProblem(response.data) ? response.data : undefined;
	const message = problem ? sentence(problem, response.request.url ?? '') : answeredWith(status);
	if (status === 401) throw new z.errors.ExpiredAuthError(message);
	const delaySeconds = Number(response.getHeader('retry-after') ?? NaN);
	if (status === 429 || delaySeconds > 0)
		throw new z.errors.ThrottledError(message, delaySeconds > 0 ? delaySeconds : undefined);
	throw new z.errors.Error(message, problem?.code ?? 'not_fluid', status);
};

function isProblem(data: unknown): data is Problem {
	return typeof data === 'object' && data !== null && 'code' in data && 'detail' in data;
}

function notFluid(location: string | undefined): string {
	return location
		? `The address of your connection leads on to ${location.split('?')[0]}. Connect Fluid again with the address that you see when Fluid is open.`
		: 'The address of your connection answers, but not as Fluid does. Connect Fluid again with the address that you see when Fluid is open.';
}

function answeredWith(status: number): string {
	return status >= 500
		? `Fluid is down or being restarted just now (status ${status}). Nothing was saved. Try again in a few minutes.`
		: `The address of your connection answered with status ${status}, and not as Fluid does. Check the address of your connection.`;
}
