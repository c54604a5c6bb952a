import { once } from 'node:events';
import {
	createServer,
	type IncomingHttpHeaders,
	type IncomingMessage,
	request as httpRequest,
	type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll } from 'vitest';

/** A request that came by. */
export type Passed = {
	method: string;
	path: string;
	headers: IncomingHttpHeaders;
	body: string;
	/** Until its answer was there, in milliseconds. */
	tookMs?: number;
};

type Instead = (response: ServerResponse, passed: Passed) => void;

/** A proxy before the real service, as many have one: notes what comes by, and can fail as proxies do. */
export class Passage {
	readonly passed: Passed[] = [];
	private readonly instead: Instead[] = [];
	private loses: RegExp | undefined;
	private broken: RegExp | undefined;

	url!: string;
	private target!: string;
	private readonly server = createServer((incoming, response) => {
		const chunks: Buffer[] = [];
		incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
		incoming.on('end', () => this.pass(incoming, Buffer.concat(chunks), response));
	});

	private constructor() {}

	/** @param target the address of the service behind it */
	static async to(target: string): Promise<Passage> {
		const passage = new Passage();
		await passage.listen(target);
		return passage;
	}

	/** One for all tests of a file, in front of the service that is started before it. */
	static forFile(service: { readonly url: string }): Passage {
		const passage = new Passage();
		beforeAll(async () => {
			await passage.listen(service.url);
			return () => passage.stop();
		});
		return passage;
	}

	private async listen(target: string): Promise<void> {
		this.target = target;
		this.server.listen(0, '127.0.0.1');
		await once(this.server, 'listening');
		this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	/** Answers the next request by this function instead of passing it on; called again, the one after that. */
	next(instead: Instead): void {
		this.instead.push(instead);
	}

	/** Passes the next request (of this method) on, but drops the connection instead of giving its answer back. */
	loseNextAnswer(method = /./): void {
		this.loses = method;
	}

	/** From now on answers such requests (`POST /api-ingest`) as a proxy whose service is down. */
	breakDown(requests: RegExp): void {
		this.broken = requests;
	}

	recover(): void {
		this.broken = undefined;
	}

	private pass(incoming: IncomingMessage, body: Buffer, response: ServerResponse): void {
		const { method = '', url: path = '', headers } = incoming;
		const passed: Passed = { method, path, headers, body: body.toString() };
		const started = performance.now();
		this.passed.push(passed);
		const instead = this.instead.shift();
		if (instead) return instead(response, passed);
		if (this.broken?.test(`${method} ${path}`)) {
			response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>');
			return;
		}

		const isLost = this.loses?.test(method) ?? false;
		if (isLost) this.loses = undefined;
		const outgoing = httpRequest(`${this.target}${path}`, { method, headers }, (answer) => {
			answer.once('end', () => (passed.tookMs = performance.now() - started));
			if (isLost) {
				answer.resume().on('end', () => response.destroy());
				return;
			}
			response.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(response);
		});
		outgoing.end(body);
	}
}
