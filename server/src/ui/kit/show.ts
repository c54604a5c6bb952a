import type { FastifyReply } from 'fastify';
import { layout, type Page } from './layout';
import type { Visit } from './pageContext';

/** Answers with a page; a status other than 200 says that a form was refused and is shown again with its faults. */
export function show(reply: FastifyReply, visit: Visit, page: Page, status = 200): FastifyReply {
	return reply.code(status).type('text/html; charset=utf-8').send(layout(visit, page));
}
