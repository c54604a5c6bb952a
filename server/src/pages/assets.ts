import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { dirname, join } from 'node:path';

/** Style sheet, scripts and pictures of the pages, under `/assets/`. */
export function assets(app: FastifyInstance): void {
	app.register(fastifyStatic, {
		root: [join(__dirname, 'assets'), dirname(require.resolve('htmx.org/dist/htmx.min.js'))],
		prefix: '/assets/',
		allowedPath: (path) => FILES.has(path),
		// Asked for anew each time and answered 304 while unchanged: an update shows at once.
		cacheControl: false,
		setHeaders: (reply) => {
			reply.header('cache-control', 'no-cache');
			reply.header('x-content-type-options', 'nosniff');
		},
	});
}

const FILES = new Set([
	'/style.css',
	'/pages.js',
	'/board.js',
	'/order.js',
	'/icon.svg',
	'/htmx.min.js',
]);
