import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, beforeEach } from 'vitest';
import type { Event } from '../../contract/types';

/** A call that reached the receiver. */
export type Received = {
	path: string;
	headers: IncomingHttpHeaders;
	/** The body as it arrived, for signatures. */
	raw: string;
	event: Event;
	at: number;
};

type Respond = (response: ServerResponse, received: Received) => void;

/** Somebody's endpoint: keeps what arrives and answers as it is set to, 200 at first. */
export class Receiver {
	readonly received: Received[] = [];
	private respond: Respond = (response) => response.end('ok');
	private readonly arrivals = new Set<() => void>();

	url!: string;
	private readonly server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => this.take(request, Buffer.concat(chunks).toString(), response));
	});

	private constructor() {}

	static async start(port = 0): Promise<Receiver> {
		const receiver = new Receiver();
		await receiver.listen(port);
		return receiver;
	}

	/** One for all tests of a file: started before the first of them, stopped after the last. */
	static forFile(): Receiver {
		const receiver = new Receiver();
		beforeAll(async () => {
			await receiver.listen(0);
			return () => receiver.stop();
		});
		return receiver;
	}

	/** One for each test of a file, at an address of its own: started before the test, stopped after it. */
	static forEachTest(): Receiver {
		const receiver = new Receiver();
		beforeEach(async () => {
			receiver.received.length = 0;
			receiver.answer(200, 'ok');
			await receiver.listen(0);
			return () => receiver.stop();
		});
		return receiver;
	}

	private async listen(port: number): Promise<void> {
		this.server.listen(port, '127.0.0.1');
		await once(this.server, 'listening');
		this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	/** Ends it as if its machine were switched off. */
	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	/** From now on answers with this status, body and headers. */
	answer(status: number, body = '', headers: Record<string, string> = {}): void {
		this.respondWith((response) => response.writeHead(status, headers).end(body));
	}

	/** From now on answers by this function; one that does nothing leaves the sender hanging. */
	respondWith(respond: Respond): void {
		this.respond = respond;
	}

	/** Resolves with all calls once there are this many. */
	async waitFor(count: number, timeoutMs = 5000): Promise<Received[]> {
		const deadline = Date.now() + timeoutMs;
		while (this.received.length < count) {
			const left = deadline - Date.now();
			if (left <= 0) {
				throw new Error(`${this.received.length} of ${count} calls arrived in ${timeoutMs} ms.`);
			}
			await this.nextArrival(left);
		}
		return this.received;
	}

	private nextArrival(timeoutMs: number): Promise<void> {
		return new Promise((resolve) => {
			const done = () => {
				clearTimeout(timer);
				this.arrivals.delete(done);
				resolve();
			};
			const timer = setTimeout(done, timeoutMs);
			this.arrivals.add(done);
		});
	}

	private take(
		{ url = '', headers }: { url?: string; headers: IncomingHttpHeaders },
		raw: string,
		response: ServerResponse,
	): void {
		const received = { path: url, headers, raw, event: parsed(raw), at: Date.now() };
		this.received.push(received);
		this.respond(response, received);
		for (const arrived of [...this.arrivals]) arrived();
	}
}

function parsed(raw: string): Event {
	try {
		return JSON.parse(raw) as Event;
	} catch {
		// A test of its own may send what is no event.
		return {} as Event;
	}
}
