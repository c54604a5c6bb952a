import type { Bundle, HttpResponse, ZObject } from 'zapier-platform-core';
import { AddressRefused, serverAddress } from './address';
import { isTest, whyUnanswered } from './unanswered';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** A call to the API. Query values that are empty are left out. */
export type Call<T> = {
	/** What Fluid's answer always has, by which it is told from that of another server. */
	gives: Array<keyof T & string>;
	query?: Record<string, string | number | undefined>;
	body?: unknown;
	headers?: Record<string, string>;
	/** Whether an answer that there is no such thing is as good as any. */
	missingIsFine?: boolean;
};

/** Zapier ends a step after 30 seconds, and then cannot say why. */
const TIMEOUT_MS = 25_000;

/** Returns what the API answers to a GET. */
export async function get<T>(
	z: ZObject,
	bundle: Bundle,
	path: string,
	gives: Call<T>['gives'],
	query: Call<T>['query'] = {},
): Promise<T> {
	return (await call<T>(z, bundle, 'GET', path, { gives, query })).data;
}

/**
 * The one way to the API.
 *
 * @throws Zapier's kinds of errors, each with a sentence for the user (see middleware.ts)
 */
export async function call<T>(
	z: ZObject,
	bundle: Bundle,
	method: Method,
	path: string,
	{ gives, query = {}, body, headers = {}, missingIsFine = false }: Call<T>,
): Promise<HttpResponse<T>> {
	const address = addressOf(z, bundle);
	try {
		return await z.request<T>({
			method,
			url: `${address}${path}`,
			...(body === undefined ? {} : { body: bodyText(body) }),
			headers: body === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
			redirect: 'manual',
			timeout: TIMEOUT_MS,
			skipThrowForStatus: true,
			middlewareData: { gives, missingIsFine, query: queryText(query) },
		});
	} catch (error) {
		const why = whyUnanswered(error, address, { method, isTest: isTest(bundle) });
		throw why === undefined ? error : new z.errors.Error(why, 'unreachable');
	}
}

function addressOf(z: ZObject, { authData }: Bundle): string {
	try {
		return serverAddress(authData.base_url ?? '');
	} catch (error) {
		if (!(error instanceof AddressRefused)) throw error;
		throw new z.errors.Error(error.message, 'invalid_address');
	}
}

/** Zapier takes `{{...}}` out of the query that it knows of; added behind its back (see addQuery), a text stays as it is. */
function queryText(query: Record<string, string | number | undefined>): string {
	const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
	const text = new URLSearchParams(
		given.map(([name, value]): [string, string] => [name, String(value)]),
	).toString();
	return text === '' ? '' : `?${text}`;
}

/** Zapier refuses `{{bundle...` in a body. In JSON two opening braces meet only inside a text, where the escape says the same. */
function bodyText(body: unknown): string {
	return JSON.stringify(body).replaceAll('{{', '\\u007b\\u007b');
}
