import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';

/** An answer whose connection ended before it was whole. */
export class CutOff extends Error {}

/** What a request is sent by. */
type Connection = {
	agent: http.Agent;
	/** Breaks when the connection closes before the answer is whole. */
	cutOff: Promise<never>;
	/** To be called when the answer is there, or none will come. */
	end: () => void;
};

/** So long what has arrived may still be read after its connection has closed. */
const READ_MS = 1000;

/**
 * Returns what to send one request by, so that a cut-off answer shows at once: the client that Zapier uses waits for the
 * rest of it until the time is up.
 */
export function watchedConnection(address: string): Connection {
	const agent = address.startsWith('https:') ? new https.Agent() : new http.Agent();
	const connect = agent.createConnection.bind(agent);
	const ended = new AbortController();
	const cutOff = new Promise<never>((_, reject) => {
		agent.createConnection = (...options) => {
			const socket = connect(...options) as Socket;
			socket.once('close', () => {
				if (ended.signal.aborted) return;
				const timer = setTimeout(() => reject(new CutOff()), READ_MS);
				ended.signal.addEventListener('abort', () => clearTimeout(timer));
			});
			return socket;
		};
	});
	cutOff.catch(() => {});
	return { agent, cutOff, end: () => ended.abort() };
}
