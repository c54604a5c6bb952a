import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../context';
import { lazy } from '../timing/lazy';
import { openApiDocument } from './openApi';

/** The reference of the API for programs, which needs no key. Written when it is first asked for. */
export function docsRoutes(app: FastifyInstance, { publicUrl }: AppContext): void {
	const document = lazy(() => JSON.stringify(openApiDocument(publicUrl())));

	app.get('/openapi.json', (_request, reply) =>
		reply
			.type('application/json; charset=utf-8')
			.header('access-control-allow-origin', '*')
			.send(document()),
	);
}
