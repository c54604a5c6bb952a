import type { FastifyInstance } from 'fastify';
import { sql } from '../database/sql';
import type { Fluid } from '../fluid';
import { problem } from '../problems';
import { newMetrics } from './metrics';

/** Whether the service lives, whether it can answer, and its figures. None of them needs a key. */
export function health(app: FastifyInstance, { database }: Fluid): void {
	const metrics = newMetrics(app, database);

	app.get('/healthz', async () => ({ status: 'ok' }));

	app.get('/readyz', async () => {
		const answer = await database.get(sql`select 1 as one`).catch(() => undefined);
		if (!answer)
			throw problem('unavailable', 'The database cannot be reached. Try again in a moment.');
		return { status: 'ready' };
	});

	app.get('/metrics', async (_request, reply) => {
		const { contentType, text } = await metrics();
		return reply.type(contentType).send(text);
	});
}
