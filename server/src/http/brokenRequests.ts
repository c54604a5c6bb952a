import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { ProblemCode } from '../../../contract/problems';
import { newId } from '../values/ids';
import { problem, problemBody } from '../problems/problems';

/** The codes of Node.js for a request that it could not read, and the problem that answers it. */
const CODES: Record<string, ProblemCode> = {
	HPE_HEADER_OVERFLOW: 'headers_too_large',
	ERR_HTTP_REQUEST_TIMEOUT: 'request_too_slow',
};

/** A connection that just ended: nobody is there to be answered. */
const GONE = ['ECONNRESET', 'EPIPE', 'HPE_INVALID_EOF_STATE'];

/** So long somebody may go on sending what is refused already. */
const HEARD_OUT_MS = 1_000;

/**
 * Returns what answers a request that never becomes one, because its headers are too large, too slow or not HTTP. There
 * is no reply to speak through yet, only the connection.
 */
export function brokenRequests(publicUrl: () => string) {
	return (error: { code?: string }, socket: Socket): void => {
		const code = error.code ?? '';
		if (socket.writableEnded) return;
		if (GONE.includes(code) || !socket.writable || isAnswering(socket)) socket.destroy();
		else answer(socket, CODES[code] ?? 'broken_request', publicUrl());
	};
}

/** Has methods that ask for a tunnel, which no route ever sees, answered like every other one that is not taken. */
export function refuseTunnels({ server }: FastifyInstance, publicUrl: () => string): void {
	(server as Server).on('connect', (_request: IncomingMessage, socket: Socket) => {
		socket.on('error', () => socket.destroy());
		answer(socket, 'method_not_allowed', publicUrl(), 'Allow: \r\n');
	});
}

/** Refuses a request that does not name one host: two readers of it could each take another. */
export function takeOneHost(app: FastifyInstance): void {
	app.addHook('onRequest', ({ raw }, _reply, done) => {
		const count = hostsOf(raw);
		const isOld = raw.httpVersionMajor === 1 && raw.httpVersionMinor === 0;
		if (count !== 1 && !(isOld && count === 0)) throw problem('broken_request', ONE_HOST);
		done();
	});
}

const ONE_HOST = 'The request must have the header Host exactly once. Send it with one.';

function hostsOf({ rawHeaders }: IncomingMessage): number {
	let count = 0;
	for (let index = 0; index < rawHeaders.length; index += 2) {
		const name = rawHeaders[index] as string;
		if (name.length === 4 && name.toLowerCase() === 'host') count += 1;
	}
	return count;
}

/** What is written now would stand in the middle of the answer to the request before. */
function isAnswering(socket: Socket): boolean {
	const { _httpMessage: message } = socket as { _httpMessage?: { _headerSent: boolean } };
	return message?._headerSent === true;
}

function answer(socket: Socket, code: ProblemCode, publicUrl: string, more = ''): void {
	const refusal = problem(code);
	const body = JSON.stringify(problemBody(refusal, newId('req'), publicUrl));
	socket.end(
		`HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}\r\n${more}Connection: close\r\n` +
			`Content-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
	);
	// A connection that closes over what is still on its way takes the answer with it.
	setTimeout(() => socket.destroy(), HEARD_OUT_MS).unref();
}
