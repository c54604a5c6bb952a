import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../context';
import { problem, Refusal } from '../problems/problems';
import { newMetrics } from './metrics';

/** Whether the service lives, whether it can answer, and its figures. None of them needs a key. */
export function healthRoutes(app: FastifyInstance, { database, config }: AppContext): void {
	const metrics = newMetrics(app, database, config.dataDir);

	app.get('/healthz', async () => ({ status: 'ok' }));

	app.get('/readyz', async () => {
		await database.ready().catch((reason) => {
			if (reason instanceof Refusal) throw reason;
			throw problem('unavailable', 'The database cannot be reached. Try again in a moment.');
		});
		return { status: 'ready' };
	});

	app.get('/metrics', async (_request, reply) => {
		const { contentType, text } = await metrics();
		return reply.type(contentType).send(text);
	});
}
