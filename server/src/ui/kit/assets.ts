import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { serveFile } from '../../html/file';

const OURS = ['style.css', 'pages.js', 'board.js', 'order.js', 'icon.svg'];

/** Style sheet, scripts and pictures of the pages, under `/assets/`. */
export function assetRoutes(app: FastifyInstance): void {
	for (const name of OURS) serveFile(app, `/assets/${name}`, join(__dirname, 'assets', name));
	serveFile(app, '/assets/htmx.min.js', require.resolve('htmx.org/dist/htmx.min.js'));
}
