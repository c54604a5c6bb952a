import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../../../context';
import { sendPage } from '../../kit/sendPage';
import { connectPage } from './connectPage';
import { CONNECT } from './paths';

type Wanted = { Querystring: { tool?: unknown } };

/** Settings > Automations > Connect. */
export function connectPages(pages: FastifyInstance, { publicUrl, config }: AppContext): void {
	pages.get<Wanted>(CONNECT, async (request, reply) => {
		const { pageContext, query, host } = request;
		const tool = typeof query.tool === 'string' ? query.tool : undefined;
		const openedAt = config.publicUrl === undefined ? host : undefined;
		return sendPage(
			reply,
			pageContext,
			connectPage(pageContext, { publicUrl: publicUrl(), openedAt, tool }),
		);
	});
}
