import type { FastifyInstance } from 'fastify';
import type { Fluid } from '../context';
import { lazy } from '../timing/lazy';
import { openApiDocument } from './openApi';
import { docsPage } from '../ui/docs/page';

/** The reference of the API, for programs and for people; neither needs a key. Written when it is first asked for. */
export function docs(app: FastifyInstance, { publicUrl, config }: Fluid): void {
	const document = lazy(() => JSON.stringify(openApiDocument(publicUrl())));
	const page = lazy(() => docsPage(publicUrl(), config.retryScheduleMs));

	app.get('/openapi.json', (_request, reply) =>
		reply
			.type('application/json; charset=utf-8')
			.header('access-control-allow-origin', '*')
			.send(document()),
	);

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
