import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createRawServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A delivery as it arrived. */
export type Arrival = {
	headers: IncomingHttpHeaders;
	body: string;
	/** When it had arrived, in milliseconds of `performance.now`. */
	at: number;
};

/** Somebody's endpoint, with what has arrived there. */
export type AuditReceiver = {
	url: string;
	arrivals: Arrival[];
	/** Resolves with what has arrived once it is so much. */
	waitFor: (count: number) => Promise<Arrival[]>;
	close: () => Promise<void>;
};

/**
 * Plays a receiver that answers each delivery by a function, given how many have arrived with it.
 *
 * @param host address to listen on; port 0 takes a free one
 */
export async function play(
	answer: (response: ServerResponse, count: number) => void,
	{ host = '127.0.0.1', port = 0 } = {},
): Promise<AuditReceiver> {
	const arrivals: Arrival[] = [];
	const server = createServer((request, response) => {
		let body = '';
		request.setEncoding('utf8');
		request.on('data', (text: string) => (body += text));
		request.on('end', () => {
			arrivals.push({ headers: request.headers, body, at: performance.now() });
			answer(response, arrivals.length);
		});
	});
	server.listen(port, host);
	await once(server, 'listening');
	const { address, port: taken } = server.address() as AddressInfo;
	return {
		url: `http://${address.includes(':') ? `[${address}]` : address}:${taken}/`,
		arrivals,
		waitFor: async (count) => {
			while (arrivals.length < count) await sleep(5);
			return arrivals;
		},
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** Plays a receiver below HTTP: it gets the bytes of each connection and writes what it likes. */
export async function playRaw(
	take: (socket: Socket, text: string) => void,
): Promise<Pick<AuditReceiver, 'url' | 'close'>> {
	const sockets = new Set<Socket>();
	const server = createRawServer({ noDelay: true }, (socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
		socket.on('data', (bytes) => take(socket, bytes.toString('latin1')));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
		close: async () => {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** Answers that a delivery was taken. */
export const take = (response: ServerResponse) => void response.end('ok');
