import type { FastifyReply } from 'fastify';
import { layout, type Page } from './layout';
import type { PageContext } from './pageContext';

/** Answers with a page; a status other than 200 says that a form was refused and is shown again with its faults. */
export function sendPage(
	reply: FastifyReply,
	pageContext: PageContext,
	page: Page,
	status = 200,
): FastifyReply {
	return reply.code(status).type('text/html; charset=utf-8').send(layout(pageContext, page));
}
