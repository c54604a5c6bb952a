import type { FastifyReply, FastifyRequest } from 'fastify';
import { html } from '../../html/html';
import { plainPage } from './layout';
import { secure } from './security';

/** Answers an address where nothing is with a page, unless a client of the API asked. */
export function answerReaders(
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<FastifyReply> | undefined {
	return isForPeople(request) ? answerNoSuchPage(request, reply) : undefined;
}

/** Whether a request comes from somebody who wants to read a page. */
function isForPeople({ headers, url }: FastifyRequest): boolean {
	return !url.startsWith('/api-') && (headers.accept ?? '').includes('text/html');
}

async function answerNoSuchPage(
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<FastifyReply> {
	await secure(request, reply);
	const page = plainPage(
		'Page not found',
		html`<p>Check the address for typos, or start from your deals.</p>
			<p><a href="/deals">Go to your deals</a></p>`,
	);
	return reply.code(404).type('text/html; charset=utf-8').send(page);
}
