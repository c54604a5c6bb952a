import type {
	AfterResponseMiddleware,
	BeforeRequestMiddleware,
	Bundle,
} from 'zapier-platform-core';
import { retryAfterSeconds } from '../../contract/reading';
import type { Problem } from '../../contract/types';
import { sentence } from './problem';
import { type SentRequest, thenWhat } from './unanswered';

/**
 * Sends the key with every request. A key that no header can carry is refused here, because the sentence of whoever else
 * refuses it has the whole key in it.
 */
export const sendKey: BeforeRequestMiddleware = (request, z, bundle) => {
	const key = keyOf(bundle);
	if (!/^[\x21-\x7e]+$/.test(key)) throw new z.errors.Error(NO_KEY, 'invalid_key');
	if (request.headers) request.headers.Authorization = `Bearer ${key}`;
	return request;
};

const keyOf = (bundle?: Bundle) => String(bundle?.authData.api_key ?? '').trim();

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
	const { status, data, content } = response;
	const asked = response.request.middlewareData as Asked;
	const problem = status >= 400 && isProblem(data) ? data : undefined;
	if (status === 404 && problem && problem.code === asked.missingIs) return response;
	if (status < 300 && isWhole(data, asked.gives)) return response;
	if (status < 300 && isCutOff(content, data))
		throw new z.errors.Error(`${CUT_OFF} ${thenWhat(asked.sent)}`, 'cut_off');
	const said = problem
		? sentence(problem, response.request.url ?? '')
		: answeredWith(status, asked.sent, response.getHeader('location'));
	// A server in front of Fluid may repeat what it was sent.
	const message = said.replaceAll(keyOf(bundle), '...');
	if (status < 400) throw new z.errors.Error(message, 'not_fluid');
	if (status === 401) throw new z.errors.ExpiredAuthError(message);
	const delaySeconds = retryAfterSeconds(response.getHeader('retry-after'), new Date()) ?? 0;
	if (status === 429 || delaySeconds > 0)
		throw new z.errors.ThrottledError(
			message,
			delaySeconds > 0 ? Math.ceil(delaySeconds) : undefined,
		);
	throw new z.errors.Error(message, problem?.code ?? 'not_fluid', status);
};

/** What a call says of the answer it waits for (see request.ts). */
type Asked = { gives: string[]; missingIs?: string; sent: SentRequest };

/** Something else than Fluid may answer in JSON as well: only what has every part that was asked for is Fluid's. */
function isWhole(data: unknown, gives: string[]): boolean {
	if (gives.length === 0) return true;
	if (typeof data !== 'object' || data === null) return false;
	const parts = data as Record<string, unknown>;
	return gives.every((name) =>
		name === 'data' ? Array.isArray(parts.data) : Boolean(parts[name]),
	);
}

/** JSON that begins and does not end. */
const isCutOff = (content: string, data: unknown) => data === undefined && /^\s*[{[]/.test(content);

const CUT_OFF = 'The response from Fluid was cut off.';

/** Something else than Fluid may answer in JSON that looks like it. A server of an earlier version gives faults no code. */
function isProblem(data: unknown): data is Problem {
	if (!hasTexts(data, 'code', 'detail')) return false;
	const { errors = [] } = data;
	return Array.isArray(errors) && errors.every((error) => hasTexts(error, 'pointer', 'detail'));
}

function hasTexts(data: unknown, ...names: string[]): data is Record<string, unknown> {
	if (typeof data !== 'object' || data === null) return false;
	return names.every((name) => typeof (data as Record<string, unknown>)[name] === 'string');
}

function notFluid(location: string | undefined): string {
	return location
		? `The address of your connection redirects to ${withoutSecrets(location)}. Connect Fluid again with the address that you see when Fluid is open.`
		: 'The address of your connection responds, but not like Fluid. Connect Fluid again with the address that you see when Fluid is open.';
}

/** Where a redirect leads, without what may be secret in it. */
function withoutSecrets(location: string): string {
	if (!URL.canParse(location)) return 'another address';
	const { origin, pathname } = new URL(location);
	return `${origin}${pathname}`;
}

function answeredWith(status: number, sent: SentRequest, location: string | undefined): string {
	if (status < 400) return notFluid(location);
	return status >= 500
		? `Fluid is down or restarting (status ${status}). ${thenWhat(sent)}`
		: `The address of your connection answered with status ${status}, and not as Fluid does. Check the address of your connection.`;
}
