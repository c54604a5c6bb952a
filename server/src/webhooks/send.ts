import { createRequire } from 'node:module';
import type { Agent, Dispatcher } from 'undici';
import { retryAfterSeconds } from '../../../contract/reading';
import { sign } from '../../../contract/signature';
import { lazily } from '../timing/lazy';
import { readAnswer } from './answer';
import { isFailedConnecting, newConnector } from './connect';
import { failureSentence } from './failure';
import { resolveHost } from './resolve';
import { HIDDEN, withoutSecrets } from './withoutSecrets';
import type { Resolve } from './address';
import type { DeliveryMessage, SendOutcome, DeliveryClient } from '../deliveryClient';

/** Sending ended on our side, so it says nothing about the receiver. */
export class Stopped extends Error {}

const DEADLINE_MS = 15_000;
const KEEP_ALIVE_MS = 10_000;

/** What this machine is short of says nothing about the receiver: the delivery is due again and no attempt is lost. */
const OUR_WANTS = ['EMFILE', 'ENFILE', 'ENOMEM', 'ENOBUFS'];

/** Statuses on which a receiver may say when to come back. */
const HONOURS_RETRY_AFTER = [429, 503];

/** What deliveries are sent by, of Undici. */
export type HttpClient = Pick<typeof import('undici'), 'Agent' | 'buildConnector'>;

/**
 * Returns what sends deliveries, over connections that are kept for the next one.
 *
 * @param loadClient is called with the first delivery: a service without webhooks is ready sooner and holds less
 */
export function newSender(
	allowPrivate: boolean,
	now: () => Date,
	resolve: Resolve = resolveHost,
	loadClient: () => HttpClient = () => load('undici') as HttpClient,
): DeliveryClient {
	let opened: Agent | undefined;
	const agent = lazily(async () => (opened = newAgent(loadClient(), allowPrivate, resolve)));
	const closing = new AbortController();
	return {
		send: async (message) => send(await agent(), message, now, closing.signal),
		close: async () => {
			closing.abort();
			await opened?.destroy();
		},
	};
}

/** By `require`: what `import()` could not read once, e.g. for want of a file descriptor, fails until the process ends. */
const load = createRequire(__filename);

function newAgent(client: HttpClient, allowPrivate: boolean, resolve: Resolve): Agent {
	return new client.Agent({
		connect: newConnector(client.buildConnector, allowPrivate, resolve),
		keepAliveTimeout: KEEP_ALIVE_MS,
		pipelining: 1,
		connections: null,
	});
}

async function send(
	agent: Agent,
	message: DeliveryMessage,
	now: () => Date,
	closing: AbortSignal,
): Promise<SendOutcome> {
	if (closing.aborted) throw new Stopped();
	const startedAt = now();
	const start = performance.now();
	const headers = headersOf(message, startedAt);
	const deadline = new AbortController();
	const timer = setTimeout(() => deadline.abort(), DEADLINE_MS);
	const hangUp = () => deadline.abort();
	closing.addEventListener('abort', hangUp);
	const ended = (
		rest: Omit<SendOutcome, 'url' | 'requestHeaders' | 'startedAt' | 'durationMs'>,
		isSent = true,
	): SendOutcome => ({
		url: message.url,
		requestHeaders: isSent ? shownHeaders(headers) : null,
		startedAt,
		// Not rounded up: what is due at the end of a try would not be due yet by the clock.
		durationMs: Math.floor(performance.now() - start),
		...rest,
	});
	try {
		const { signal } = deadline;
		const response = await unlessAborted(agent.request(request(message, headers, signal)), signal);
		const answer = withoutSecrets(await readAnswer(response), message);
		const statusCode = response.statusCode;
		const isTaken = statusCode >= 200 && statusCode < 300;
		const wait = HONOURS_RETRY_AFTER.includes(statusCode)
			? (retryAfterSeconds(one(response.headers['retry-after']), now()) ?? 0) * 1000
			: 0;
		return ended({
			statusCode,
			answer,
			error: isTaken ? null : refusal(statusCode),
			retryAfterMs: wait,
		});
	} catch (reason) {
		if (closing.aborted) throw new Stopped();
		if (OUR_WANTS.includes((reason as NodeJS.ErrnoException).code ?? '')) throw reason;
		const error = deadline.signal.aborted
			? `No answer within ${DEADLINE_MS / 1000} seconds.`
			: failureSentence(reason as NodeJS.ErrnoException);
		const isSent = deadline.signal.aborted || !isFailedConnecting(reason as Error);
		return ended({ statusCode: null, answer: null, error, retryAfterMs: 0 }, isSent);
	} finally {
		clearTimeout(timer);
		closing.removeEventListener('abort', hangUp);
	}
}

/** The client takes no notice of its signal before it is connected. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
	return new Promise((resolve, reject) => {
		signal.addEventListener('abort', () => reject(signal.reason), { once: true });
		work.then(resolve, reject);
	});
}

function request(
	message: DeliveryMessage,
	headers: Record<string, string>,
	signal: AbortSignal,
): Dispatcher.RequestOptions & { origin: string } {
	const { origin, pathname, search } = new URL(message.url);
	return {
		origin,
		path: `${pathname}${search}`,
		method: 'POST',
		signal,
		body: message.body,
		headers,
	};
}

/** Returns the headers of a delivery that is sent, or handed out, at a moment. */
export function headersOf(
	{ messageId, body, secrets, authHeader }: DeliveryMessage,
	sentAt: Date,
): Record<string, string> {
	return {
		'content-type': 'application/json',
		'user-agent': 'Fluid-Webhooks/1',
		...(secrets.length > 0 && sign(messageId, sentAt, body, secrets)),
		...(authHeader !== null && { authorization: authHeader }),
	};
}

/** A signature shows nothing of its secret; the Authorization header is one itself. */
function shownHeaders(headers: Record<string, string>): Record<string, string> {
	return 'authorization' in headers ? { ...headers, authorization: HIDDEN } : headers;
}

function refusal(statusCode: number): string {
	if (statusCode >= 300 && statusCode < 400) {
		return `Answered ${statusCode}, a redirect, which is not followed. Use the final URL.`;
	}
	return `Answered ${statusCode}; only 2xx counts as received.`;
}

function one(header: string | string[] | undefined): string | undefined {
	return Array.isArray(header) ? header[0] : header;
}
