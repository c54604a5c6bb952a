import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answering, type Origin } from '../origin';

/** What asks again and again whether the service is well. */
const PROBES = ['/healthz', '/readyz', '/metrics'];

/** A longer line is cut apart by what collects logs. */
const IDS_IN_LINE = 100;

declare module 'fastify' {
	interface FastifyRequest {
		/** What its answer has made; undefined where it was refused before. */
		origin: Origin | undefined;
	}
}

/** Has each answer, and what a request makes, name the request. */
export function nameOrigins(app: FastifyInstance): void {
	app.decorateRequest('origin');
	app.addHook('onRequest', (request, reply, done) => {
		nameRequest(request, reply);
		done();
	});
	app.addHook('preHandler', (request, _reply, done) => {
		request.origin = { requestId: request.id, eventIds: [], deliveryIds: [] };
		answering(request.origin, done);
	});
}

/** Has an answer carry the id of its request, so that whoever asks for help can say which one they mean. */
export function nameRequest(request: FastifyRequest, reply: FastifyReply): void {
	reply.header('fluid-request-id', request.id);
}

/**
 * Writes a line for each request that was answered, with the ids of the events it has made. A path holds addresses and
 * tokens, so that the line has its pattern.
 */
export function logRequests(app: FastifyInstance): void {
	app.addHook('onResponse', (request, reply, done) => {
		done();
		logAnswer(request, reply);
	});
}

function logAnswer(request: FastifyRequest, reply: FastifyReply): void {
	const { method, routeOptions, origin, log } = request;
	const route = routeOptions.url ?? 'none';
	const level = PROBES.includes(route) ? 'debug' : 'info';
	const [events = [], ...moreEvents] = parts(origin?.eventIds ?? []);
	const [deliveries = [], ...moreDeliveries] = parts(origin?.deliveryIds ?? []);
	log[level](
		{
			method,
			route,
			status: reply.statusCode,
			ms: Math.round(reply.elapsedTime * 10) / 10,
			...senderOf(request),
			...(events.length > 0 && { event_ids: events }),
			...(deliveries.length > 0 && { delivery_ids: deliveries }),
		},
		'answered',
	);
	for (const event_ids of moreEvents) log.info({ event_ids }, 'answered, more events');
	for (const delivery_ids of moreDeliveries)
		log.info({ delivery_ids }, 'answered, more deliveries');
}

/** A request without a key, or with an unknown one, is of nobody. */
function senderOf({ apiKey }: { apiKey?: { id: string; workspace_id: string } }): object {
	return apiKey ? { workspace_id: apiKey.workspace_id, key_id: apiKey.id } : {};
}

function parts(ids: string[]): string[][] {
	const count = Math.ceil(ids.length / IDS_IN_LINE);
	return Array.from({ length: count }, (_, part) =>
		ids.slice(part * IDS_IN_LINE, (part + 1) * IDS_IN_LINE),
	);
}
