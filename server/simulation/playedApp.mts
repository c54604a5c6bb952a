import type { LoadModule } from './product.mts';

/** A call of the API, after HTTP. */
export type PlayedCall = {
	method: 'get' | 'post' | 'patch' | 'delete';
	path: string;
	body?: unknown;
	params?: Record<string, string>;
	headers?: Record<string, string>;
	query?: Record<string, string>;
};

/** What it was answered; `reason` where it went wrong inside. */
export type PlayedAnswer = {
	status: number;
	code?: string;
	body?: any;
	text?: string;
	isRefused?: boolean;
	reason?: unknown;
};

type Handler = (request: object, reply: object) => unknown;

/** The rooms whose calls are played. A new route of theirs is known by itself. */
const ROUTES: ReadonlyArray<readonly [file: string, name: string]> = [
	['deals/ingestRoutes', 'ingestRoutes'],
	['deals/routes', 'dealRoutes'],
	['contacts/routes', 'contactRoutes'],
	['records/routes', 'recordRoutes'],
	['webhooks/routes', 'webhookRoutes'],
	['webhooks/deliveryRoutes', 'deliveryRoutes'],
	['webhooks/consumerRoutes', 'consumerRoutes'],
	['webhooks/pullRoutes', 'pullRoutes'],
	['events/routes', 'eventRoutes'],
];

/** Stands in the place of Fastify: the service's own handlers, called with a request and a reply of ours. */
export class PlayedApp {
	readonly log: { error: (reason: unknown) => void; warn: (sentence: string) => void };
	readonly #handlers = new Map<string, Handler>();
	readonly #closing: Array<() => unknown> = [];

	constructor(
		load: LoadModule,
		fluid: unknown,
		waitForCapacity: unknown,
		report: (reason: unknown) => void,
	) {
		this.log = { error: report, warn: report };
		const addHook = (_when: 'preClose', run: () => unknown) => void this.#closing.push(run);
		const methods = Object.fromEntries(
			['get', 'post', 'patch', 'delete'].map((method) => [
				method,
				(path: string, ...given: unknown[]) =>
					void this.#handlers.set(`${method} ${path}`, given.at(-1) as Handler),
			]),
		);
		for (const [file, name] of ROUTES)
			load(file)[name]({ ...methods, addHook }, fluid, waitForCapacity);
	}

	/** Says that no more requests come, as Fastify does before it closes. */
	close(): void {
		for (const run of this.#closing) run();
	}

	async answer(call: PlayedCall, workspaceId: string): Promise<PlayedAnswer> {
		const { method, path, body, params = {}, headers = {}, query = {} } = call;
		const handler = this.#handlers.get(`${method} ${path}`);
		if (!handler) throw new Error(`No call ${method} ${path}`);
		const answer: PlayedAnswer = { status: 200 };
		const reply = {
			code: (status: number) => {
				answer.status = status;
				return reply;
			},
			header: () => reply,
			raw: { once: () => {} },
			type: () => reply,
			send: (sent: unknown) => {
				answer.body = sent;
				return reply;
			},
		};
		const request = {
			apiKey: { workspace_id: workspaceId },
			maker: { by: null, run: null, isUndo: false },
			body,
			params,
			headers,
			query,
			id: 'req_simulated',
			method: method.toUpperCase(),
			routeOptions: { url: path },
			log: this.log,
		};
		try {
			const returned = await handler(request, reply);
			if (returned !== reply) answer.body ??= returned;
			if (typeof answer.body === 'string' || Buffer.isBuffer(answer.body)) {
				answer.text = answer.body.toString();
				answer.body = JSON.parse(answer.text);
			}
			return answer;
		} catch (reason) {
			const { code, status } = reason as { code?: string; status?: number };
			if (code && status) return { status, code, isRefused: true };
			return { status: 500, code: 'internal', isRefused: true, reason };
		}
	}
}
