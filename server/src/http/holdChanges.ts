import type { FastifyInstance } from 'fastify';

/** Resolves when what happens in a workspace is announced soon enough that more may happen. */
export type Backpressure = (workspaceId: string) => Promise<void>;

const READING = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Has every request that changes something wait while the events of its workspace are late, whatever its method: if some
 * did not, those that wait would never have their turn. A dry run changes nothing.
 */
export function holdChanges(api: FastifyInstance, waitForCapacity: Backpressure): void {
	api.addHook('preHandler', async ({ method, query, apiKey }) => {
		const { dry_run } = query as { dry_run?: unknown };
		if (!READING.includes(method) && dry_run !== 'true') await waitForCapacity(apiKey.workspace_id);
	});
}
