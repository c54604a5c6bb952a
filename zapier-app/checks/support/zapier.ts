import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PlatformCache } from '../../test/support/platformCache.ts';
import { Lambda } from './lambda.ts';

/** What Zapier's editor or a running Zap hands to the app. */
export type Bundle = {
	inputData?: Record<string, unknown>;
	meta?: Record<string, unknown>;
	targetUrl?: string;
	subscribeData?: unknown;
	rawRequest?: unknown;
	cleanedRequest?: unknown;
};

export type Connection = { base_url: string; api_key: string };

/** Zapier as the app meets it: it calls the built zip, keeps its cache and takes its log. */
export class Zapier {
	/** What the app and its requests have logged, a line of JSON each, as developers see it in Zapier's history. */
	readonly log: string[] = [];
	private readonly cache = new PlatformCache();
	private readonly server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const text = Buffer.concat(chunks).toString();
			const answer = request.url === '/rpc' ? this.answerCall(text) : this.keepLog(text);
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify(answer));
		});
	});

	private constructor(private readonly lambda: Lambda) {}

	static async start(): Promise<Zapier> {
		const zapier = new Zapier(await Lambda.start());
		zapier.server.listen(0, '127.0.0.1');
		await once(zapier.server, 'listening');
		return zapier;
	}

	/**
	 * Runs one function of the app for a connection, e.g. `creates.update_deal.operation.perform`.
	 * @throws AppFailure with what the app threw
	 */
	// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each test knows what it asked for
	async run(connection: Connection, method: string, bundle: Bundle = {}): Promise<any> {
		const { port } = this.server.address() as AddressInfo;
		const url = `http://127.0.0.1:${port}`;
		return this.lambda.run({
			command: 'execute',
			method,
			bundle: { authData: connection, inputData: {}, meta: {}, ...bundle },
			// With a token the app keeps its cache at Zapier and sends its log there.
			token: 'token-of-this-run',
			storeKey: `connection of ${connection.api_key}`,
			rpc_base: `${url}/rpc`,
			environment: { LOGGING_ENDPOINT: `${url}/log` },
		});
	}

	/** Forgets what the app keeps for a minute. */
	clearCache(): void {
		this.cache.clear();
	}

	async stop(): Promise<void> {
		await this.lambda.stop();
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private answerCall(text: string): { id: string; result: unknown } {
		const { id, storeKey, method, params } = JSON.parse(text) as RemoteCall;
		const name = String(params[0]);
		if (method !== 'zcache_set') {
			const scope = params[1] as string[] | undefined;
			return { id, result: this.cache[cacheCalls[method]](storeKey, name, scope) };
		}
		const [, value, seconds, scope] = params as [string, string, number, string[] | undefined];
		return { id, result: this.cache.set(storeKey, name, value, seconds, scope) };
	}

	private keepLog(text: string): object {
		this.log.push(...text.split('\n').filter(Boolean));
		return {};
	}
}

type RemoteCall = {
	id: string;
	storeKey: string;
	method: 'zcache_get' | 'zcache_set' | 'zcache_delete';
	params: unknown[];
};

const cacheCalls = { zcache_get: 'get', zcache_delete: 'delete' } as const;
