import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { lazy } from '../timing/lazy';

const types: Record<string, string> = {
	'.css': 'text/css; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.json': 'application/json; charset=utf-8',
	'.svg': 'image/svg+xml',
};

/** Answers an address with a file: read when it is first asked for, and the same until the service ends. */
export function serveFile(
	app: FastifyInstance,
	address: string,
	path: string,
	headers: Record<string, string> = {},
): void {
	const file = lazy(() => tagged(readFileSync(path, 'utf8')));
	app.get(address, async (request, reply) => {
		const { text, tag } = file();
		reply.headers({
			etag: tag,
			// Asked for anew each time and answered 304 while unchanged: an update shows at once.
			'cache-control': 'no-cache',
			'x-content-type-options': 'nosniff',
			...headers,
		});
		if (known(request.headers['if-none-match']) === tag) return reply.code(304).send();
		return reply.type(types[extname(path)] as string).send(text);
	});
}

function tagged(text: string): { text: string; tag: string } {
	const hash = createHash('sha256').update(text).digest('base64url').slice(0, 22);
	return { text, tag: `"${hash}"` };
}

/** A proxy that compresses marks the tag as weak (RFC 9110, section 8.8.1). */
function known(ifNoneMatch: string | undefined): string | undefined {
	return ifNoneMatch?.replace(/^W\//, '');
}
