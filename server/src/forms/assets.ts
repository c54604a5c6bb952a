import type { FastifyInstance } from 'fastify';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lazy } from '../timing/lazy';
import { serveFile } from '../html/file';

const FILES = { '/form.js': 'form.js', '/form.css': 'form.css', '/form-builder.js': 'builder.js' };

/** Any site may show a form, and any cache on the way keep what shows it. */
const FOR_EVERY_SITE = {
	'cache-control': 'public, no-cache',
	'cross-origin-resource-policy': 'cross-origin',
	'access-control-allow-origin': '*',
};

const pathOf = (name: string) => join(__dirname, 'assets', name);

/** The script that shows forms in other sites, and the look of a form: in the page, hosted, and in the preview. */
export function formAssets(app: FastifyInstance): void {
	for (const [address, name] of Object.entries(FILES))
		serveFile(app, address, pathOf(name), FOR_EVERY_SITE);
}

/** Returns the style sheet of forms. */
export const formCss = lazy(() => readFileSync(pathOf('form.css'), 'utf8'));
