import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The script that shows forms in other sites, and the look of a form: in the page, hosted, and in the preview. */
export function formAssets(app: FastifyInstance): void {
	for (const [path, { type, name }] of Object.entries(FILES)) {
		app.get(path, async ({ headers }, reply) => {
			const { text, tag } = file(name);
			reply.headers({
				etag: tag,
				// Asked for anew each time and answered 304 while unchanged: an update shows at once.
				'cache-control': 'public, no-cache',
				'x-content-type-options': 'nosniff',
				'cross-origin-resource-policy': 'cross-origin',
				'access-control-allow-origin': '*',
			});
			if (headers['if-none-match'] === tag) return reply.code(304).send();
			return reply.type(type).send(text);
		});
	}
}

/** Returns the style sheet of forms. */
export function formCss(): string {
	return file('form.css').text;
}

const SCRIPT = 'text/javascript; charset=utf-8';
const FILES = {
	'/form.js': { type: SCRIPT, name: 'form.js' },
	'/form.css': { type: 'text/css; charset=utf-8', name: 'form.css' },
	'/form-builder.js': { type: SCRIPT, name: 'builder.js' },
};

const read = new Map<string, { text: string; tag: string }>();

/** A file is read when it is first asked for. */
function file(name: string): { text: string; tag: string } {
	const known = read.get(name);
	if (known) return known;
	const text = readFileSync(join(__dirname, 'assets', name), 'utf8');
	const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
	read.set(name, { text, tag });
	return { text, tag };
}
