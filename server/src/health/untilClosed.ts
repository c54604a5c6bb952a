import type { Channel } from 'node:diagnostics_channel';
import type { FastifyInstance } from 'fastify';

/** Shows what is measured until the service is closed. */
export function untilClosed(
	app: FastifyInstance,
	from: Channel,
	show: (message: unknown) => void,
): void {
	from.subscribe(show);
	app.addHook('onClose', async () => void from.unsubscribe(show));
}
