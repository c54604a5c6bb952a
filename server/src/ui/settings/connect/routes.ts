import type { FastifyInstance } from 'fastify';
import type { Fluid } from '../../../context';
import { show } from '../../kit/show';
import { connectPage } from './connectPage';
import { CONNECT } from './paths';

type Wanted = { Querystring: { tool?: unknown } };

/** Settings > Automations > Connect. */
export function connectPages(pages: FastifyInstance, { publicUrl, config }: Fluid): void {
	pages.get<Wanted>(CONNECT, async (request, reply) => {
		const { visit, query, host } = request;
		const tool = typeof query.tool === 'string' ? query.tool : undefined;
		const openedAt = config.publicUrl === undefined ? host : undefined;
		return show(reply, visit, connectPage(visit, { publicUrl: publicUrl(), openedAt, tool }));
	});
}
