import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../../context';
import { lazy } from '../../timing/lazy';
import { docsPage } from './page';

/** The reference of the API for people, which needs no key. Written when it is first asked for. */
export function docsPages(app: FastifyInstance, { publicUrl, config }: AppContext): void {
	const page = lazy(() => docsPage(publicUrl(), config.retryScheduleMs));

	app.get('/docs', (_request, reply) =>
		reply
			.type('text/html; charset=utf-8')
			.header(
				'content-security-policy',
				"default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'",
			)
			.header('x-content-type-options', 'nosniff')
			.send(page()),
	);
}
