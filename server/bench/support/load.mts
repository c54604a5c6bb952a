import autocannon from 'autocannon';
import type { Server } from './processes.mts';

/** What a load measured: requests a second, and how long the slowest hundredth took in milliseconds. */
export type Load = { rate: number; p50: number; p99: number; failed: number };

const CONNECTIONS = 50;

let made = 0;

/** Returns a deal of a contact and a company nobody has yet, with a custom field. */
export function newDeal(): object {
	made += 1;
	return {
		name: `Website for client ${made}`,
		value: 4800,
		contact: { email: `lead-${made}@example.com`, name: `Lead ${made}` },
		company: `Client ${made}`,
		custom_fields: {},
	};
}

/** Sends single deals, new ones unless others are given, over fifty connections as fast as they are answered, each with the next of the keys. */
export async function ingestFlatOut(
	{ url, key }: Server,
	seconds: number,
	deal = newDeal,
	keys = [key],
): Promise<Load> {
	const result = await autocannon({
		url: `${url}/api-ingest`,
		connections: CONNECTIONS,
		duration: seconds,
		requests: keys.map((each) => ({
			method: 'POST',
			headers: { authorization: `Bearer ${each}`, 'content-type': 'application/json' },
			setupRequest: (request) => ({ ...request, body: JSON.stringify(deal()) }),
		})),
	});
	return {
		rate: result['2xx'] / result.duration,
		p50: result.latency.p50,
		p99: result.latency.p99,
		failed: result.non2xx + result.errors + result.timeouts,
	};
}

/** Posts to the API and returns its answer. */
export const post = (server: Server, path: string, body: unknown): Promise<Response> =>
	send(server, 'POST', path, body);

/** Sends one request of the API and returns its answer. */
export async function send(
	{ url, key }: Server,
	method: string,
	path: string,
	body: unknown,
): Promise<Response> {
	const response = await fetch(`${url}${path}`, {
		method,
		headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
	return response;
}
