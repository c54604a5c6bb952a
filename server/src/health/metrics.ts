import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from '../database/database';
import { oncePerMinute } from '../timing/oncePerMinute';
import { gaugeDeliveries } from './deliveryMetrics';
import { showMeasured } from './measuredMetrics';
import { gaugeConnections, gaugeLog, gaugeSize } from './storageMetrics';

/** Bounds of the duration histogram in seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Prometheus waits for ten seconds, and asks again soon. */
const PATIENCE_MS = 2_000;

/**
 * Counts requests from now on; returns what gathers all figures as Prometheus reads them. Those from the database are left
 * out while it does not answer: what the process does is needed most just then.
 */
export function newMetrics(
	app: FastifyInstance,
	database: Database,
	dataDir: string,
): () => Promise<{ contentType: string; text: string }> {
	const registry = new Registry();
	collectDefaultMetrics({ register: registry });
	countRequests(app, registry);
	gaugeConnections(app, registry);
	gaugeLog(dataDir, registry);
	showMeasured(app, registry);
	const up = new Gauge({
		name: 'fluid_database_up',
		help: 'Whether the database has answered (1); else figures from it are left out (0).',
		registers: [registry],
	});
	const stored = new Registry();
	gaugeDeliveries(database, stored);
	gaugeSize(database, stored);
	const readStored = reading(app, () => stored.metrics());
	return async () => {
		const fromDatabase = await readStored();
		up.set(fromDatabase === undefined ? 0 : 1);
		const own = await registry.metrics();
		return { contentType: registry.contentType, text: own + (fromDatabase ?? '') };
	};
}

/** Returns what reads, and gives up after a while; what still reads by then is waited for again, and not begun once more. */
function reading(
	app: FastifyInstance,
	read: () => Promise<string>,
): () => Promise<string | undefined> {
	const warn = oncePerMinute((sentence) => app.log.warn(sentence));
	let underWay: Promise<string | undefined> | undefined;
	return async () => {
		underWay ??= read()
			.catch((reason: Error) => {
				warn(`/metrics leaves out the figures from the database. ${reason.message}`);
				return undefined;
			})
			.finally(() => (underWay = undefined));
		const answered = new AbortController();
		const late = sleep(PATIENCE_MS, undefined, { signal: answered.signal }).catch(() => undefined);
		return Promise.race([underWay, late]).finally(() => answered.abort());
	};
}

function countRequests(app: FastifyInstance, registry: Registry): void {
	const duration = new Histogram({
		name: 'fluid_http_request_duration_seconds',
		help: 'Duration of requests by method, route and status.',
		labelNames: ['method', 'route', 'status'],
		buckets: BUCKETS,
		registers: [registry],
	});
	app.addHook('onResponse', (request, reply, done) => {
		done();
		const route = request.routeOptions.url ?? 'none';
		duration.observe(
			{ method: request.method, route, status: reply.statusCode },
			reply.elapsedTime / 1000,
		);
	});
}
