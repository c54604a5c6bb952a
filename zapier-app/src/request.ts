import type { Bundle, HttpResponse, ZObject } from 'zapier-platform-core';
import type { ProblemCode } from '../../contract/problems';
import { AddressFault, serverAddress } from './address';
import { watchedConnection } from './cutOff';
import { timeLeft } from './deadline';
import { isTest, whyUnanswered } from './unanswered';
import { zapRun } from './zapRun';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
type Query = Record<string, string | number | undefined>;

/** A call to the API. Query values that are empty are left out. */
export type FluidRequest<T> = {
	/** What Fluid's answer always has, which distinguishes it from that of another server; nothing where it has no body. */
	gives: Array<keyof T & string>;
	query?: Query;
	body?: unknown;
	headers?: Record<string, string>;
	/** The problem that is as good as an answer: that there is no such thing. */
	missingIs?: ProblemCode;
	/** Whether it would make a second one when it is sent again. */
	makesAnother?: boolean;
};

/** Returns what the API answers to a GET. */
export async function get<T>(
	z: ZObject,
	bundle: Bundle,
	path: string,
	gives: FluidRequest<T>['gives'],
	query: Query = {},
): Promise<T> {
	return (await call<T>(z, bundle, 'GET', path, { gives, query })).data;
}

/** Returns what the API answers to a GET; undefined where its problem says that there is no such thing. */
export async function find<T>(
	z: ZObject,
	bundle: Bundle,
	path: string,
	gives: FluidRequest<T>['gives'],
	missingIs: ProblemCode,
	query: Query = {},
): Promise<T | undefined> {
	const { status, data } = await call<T>(z, bundle, 'GET', path, { gives, query, missingIs });
	return status === 404 ? undefined : data;
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
	{ gives, query = {}, body, headers = {}, missingIs, makesAnother = false }: FluidRequest<T>,
): Promise<HttpResponse<T>> {
	const address = addressOf(z, bundle);
	const connection = watchedConnection(address);
	const saves = method !== 'GET' && query.dry_run === undefined;
	const sent = { saves, isTest: isTest(bundle), makesAnother };
	try {
		const answer = z.request<T>({
			method,
			url: `${address}${path}`,
			...(body === undefined ? {} : { body: bodyText(body) }),
			headers: {
				...(body !== undefined && { 'Content-Type': 'application/json' }),
				...(saves && zapRun(bundle, new Date())),
				...headers,
			},
			redirect: 'manual',
			agent: connection.agent,
			timeout: timeLeft(bundle),
			skipThrowForStatus: true,
			middlewareData: { gives, missingIs, sent, query: queryText(query) },
		});
		return await Promise.race([answer, connection.cutOff]);
	} catch (error) {
		const why = whyUnanswered(error, address, sent);
		throw why === undefined ? error : new z.errors.Error(why, 'unreachable');
	} finally {
		connection.end();
	}
}

function addressOf(z: ZObject, { authData }: Bundle): string {
	try {
		return serverAddress(authData.base_url ?? '');
	} catch (error) {
		if (!(error instanceof AddressFault)) throw error;
		throw new z.errors.Error(error.message, 'invalid_address');
	}
}

/** Zapier takes `{{...}}` out of the query that it is given; added afterwards (see addQuery), a text stays as it is. */
function queryText(query: Query): string {
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
