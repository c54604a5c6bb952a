import { isIP, type LookupFunction } from 'node:net';
import type { Agent, buildConnector, Dispatcher } from 'undici';
import { sign } from '../../../contract/signature';
import { AddressRefused, publicAddressesOf, type Resolve, resolveHost } from './address';
import { retryAfterMs } from './retry';

/** What is sent, and where. */
export type Message = {
	url: string;
	eventId: string;
	body: string;
	secrets: string[];
	authHeader: string | null;
};

/** What came of sending. `error` is null when the receiver took it. */
export type Outcome = {
	startedAt: Date;
	durationMs: number;
	statusCode: number | null;
	answer: string | null;
	error: string | null;
	retryAfterMs: number;
};

/** Sends messages until it is closed. */
export type Sender = { send: (message: Message) => Promise<Outcome>; close: () => Promise<void> };

const CONNECT_TIMEOUT_MS = 5_000;

/** A second later a lost packet is sent again; of a host with several addresses, three get their try in time. */
const ADDRESS_TIMEOUT_MS = 1_500;

const DEADLINE_MS = 15_000;
const MOST_ANSWER_BYTES = 16 * 1024;
const KEEP_ALIVE_MS = 10_000;

/** Statuses on which a receiver may say when to come back. */
const HONOURS_RETRY_AFTER = [429, 503];

/**
 * Returns what sends deliveries, over connections that are kept for the next one. Its client is loaded with the first
 * delivery: a service without webhooks is ready sooner and holds less.
 */
export function newSender(
	allowPrivate: boolean,
	now: () => Date,
	resolve: Resolve = resolveHost,
): Sender {
	let agent: Promise<Agent> | undefined;
	return {
		send: async (message) => send(await (agent ??= newAgent(allowPrivate, resolve)), message, now),
		close: async () => (await agent)?.destroy(),
	};
}

async function newAgent(allowPrivate: boolean, resolve: Resolve): Promise<Agent> {
	const client = await import('undici');
	const allowed: Resolve = (host) => publicAddressesOf(host, resolve);
	const connect = client.buildConnector({
		timeout: CONNECT_TIMEOUT_MS,
		autoSelectFamily: true,
		autoSelectFamilyAttemptTimeout: ADDRESS_TIMEOUT_MS,
		lookup: lookupOf(allowPrivate ? resolve : allowed),
	});
	return new client.Agent({
		connect: allowPrivate ? connect : guarded(connect),
		keepAliveTimeout: KEEP_ALIVE_MS,
		pipelining: 1,
		connections: null,
	});
}

async function send(agent: Agent, message: Message, now: () => Date): Promise<Outcome> {
	const startedAt = now();
	const start = performance.now();
	const deadline = new AbortController();
	const timer = setTimeout(() => deadline.abort(), DEADLINE_MS);
	const ended = (rest: Omit<Outcome, 'startedAt' | 'durationMs'>): Outcome => ({
		startedAt,
		durationMs: Math.round(performance.now() - start),
		...rest,
	});
	try {
		const response = await agent.request(request(message, startedAt, deadline.signal));
		const answer = await readAnswer(response.body);
		const statusCode = response.statusCode;
		const isTaken = statusCode >= 200 && statusCode < 300;
		const wait = HONOURS_RETRY_AFTER.includes(statusCode)
			? retryAfterMs(one(response.headers['retry-after']), now())
			: 0;
		return ended({
			statusCode,
			answer,
			error: isTaken ? null : refusal(statusCode),
			retryAfterMs: wait,
		});
	} catch (reason) {
		const error = deadline.signal.aborted
			? `No answer within ${DEADLINE_MS / 1000} seconds.`
			: failure(reason as NodeJS.ErrnoException);
		return ended({ statusCode: null, answer: null, error, retryAfterMs: 0 });
	} finally {
		clearTimeout(timer);
	}
}

function request(
	message: Message,
	sentAt: Date,
	signal: AbortSignal,
): Dispatcher.RequestOptions & { origin: string } {
	const { origin, pathname, search } = new URL(message.url);
	return {
		origin,
		path: `${pathname}${search}`,
		method: 'POST',
		signal,
		body: message.body,
		headers: {
			'content-type': 'application/json',
			'user-agent': 'Fluid-Webhooks/1',
			...sign(message.eventId, sentAt, message.body, message.secrets),
			...(message.authHeader !== null && { authorization: message.authHeader }),
		},
	};
}

/** Reads as much of the answer as is kept, then hangs up. Its status has decided; a body that breaks off ends there. */
async function readAnswer(body: Dispatcher.ResponseData['body']): Promise<string> {
	const chunks: Buffer[] = [];
	let size = 0;
	try {
		for await (const chunk of body as AsyncIterable<Buffer>) {
			chunks.push(chunk);
			size += chunk.length;
			if (size >= MOST_ANSWER_BYTES) break;
		}
	} catch {
		// What came is kept.
	}
	return Buffer.concat(chunks).subarray(0, MOST_ANSWER_BYTES).toString('utf8');
}

/** The moment of connecting, at which every address that is then tried is found, and checked where it has to be. */
function lookupOf(resolve: Resolve): LookupFunction {
	return (host, _options, callback) => {
		resolve(host).then(
			(addresses) => callback(null, addresses),
			(reason: Error) => callback(reason, []),
		);
	};
}

/** Refuses to connect to addresses that stand in the URL, which are not looked up, unless they are public. */
function guarded(connect: buildConnector.connector): buildConnector.connector {
	return (options, callback) => {
		if (!isIP(options.hostname)) return connect(options, callback);
		publicAddressesOf(options.hostname).then(
			() => connect(options, callback),
			(reason: Error) => callback(reason, null),
		);
	};
}

function refusal(statusCode: number): string {
	if (statusCode >= 300 && statusCode < 400) {
		return `Answered ${statusCode}, a redirect, which is not followed. Use the final URL.`;
	}
	return `Answered ${statusCode}; only 2xx counts as received.`;
}

const failures: Record<string, string> = {
	ECONNREFUSED: 'Nothing accepts connections at this address.',
	ECONNRESET: 'The receiver closed the connection without an answer.',
	UND_ERR_SOCKET: 'The receiver closed the connection without an answer.',
	ETIMEDOUT: 'No connection: the host does not answer.',
	ENETUNREACH: 'No way leads to this address from here.',
	EHOSTUNREACH: 'No way leads to this address from here.',
	UND_ERR_CONNECT_TIMEOUT: `No connection within ${CONNECT_TIMEOUT_MS / 1000} seconds.`,
};

function failure(reason: NodeJS.ErrnoException): string {
	if (reason instanceof AddressRefused) return reason.message;
	return failures[reason.code ?? ''] ?? `Sending failed: ${reason.message}.`;
}

function one(header: string | string[] | undefined): string | undefined {
	return Array.isArray(header) ? header[0] : header;
}
