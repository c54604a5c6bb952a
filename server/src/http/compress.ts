import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isFromOwnPage, isTyped } from './crossSite';

/** The answer to a deal is shorter: compressing it would cost more time than sending it. */
const FEWEST_BYTES = 4 * 1024;

const COMPRESSIBLE = /^(text\/|image\/svg|application\/([\w.-]+\+)?json)/;

/** Quick rather than thorough: more effort takes twice the time for a tenth less. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } };
const GZIP = { level: 4 };

/** By preference. The work is done outside of the event loop. */
const encoders = {
	br: (bytes: Buffer) => promisify(brotliCompress)(bytes, BROTLI),
	gzip: (bytes: Buffer) => promisify(gzip)(bytes, GZIP),
};

type Encoding = keyof typeof encoders;

/** Sends large answers compressed to whoever takes them so. */
export function compressAnswers(app: FastifyInstance): void {
	app.addHook('onSend', (request, reply, payload, done) => {
		if (!isLarge(payload) || !isCompressible(reply)) return done(null, payload);
		reply.header('vary', withEncoding(reply.getHeader('vary')));
		const encoding = isSafe(request) ? wanted(request.headers['accept-encoding']) : undefined;
		if (encoding === undefined || request.method === 'HEAD') return done(null, payload);
		void encoders[encoding](bytesOf(payload)).then(
			(compressed) => {
				reply.header('content-encoding', encoding).removeHeader('content-length');
				weaken(reply);
				done(null, compressed);
			},
			() => done(null, payload),
		);
	});
}

function isLarge(payload: unknown): payload is string | Buffer {
	const isWhole = typeof payload === 'string' || Buffer.isBuffer(payload);
	return isWhole && payload.length >= FEWEST_BYTES;
}

function bytesOf(payload: string | Buffer): Buffer {
	return typeof payload === 'string' ? Buffer.from(payload) : payload;
}

function isCompressible(reply: FastifyReply): boolean {
	return (
		!reply.hasHeader('content-encoding') &&
		COMPRESSIBLE.test(String(reply.getHeader('content-type') ?? ''))
	);
}

/**
 * Returns whether the length of an answer may reveal how alike its parts are. Another site can have a browser open our
 * pages with words of its own in the address and, on the wire, see by their length whether those stand in the page as
 * well (BREACH). So a page for a session is compressed only when its browser says that no other site has asked for it;
 * without TLS there is nothing to guess.
 */
function isSafe(request: FastifyRequest): boolean {
	if (request.headers.cookie === undefined) return true;
	if (request.headers['sec-fetch-site'] === undefined) return request.protocol === 'http';
	return isFromOwnPage(request) || isTyped(request);
}

function wanted(accepted: string | undefined): Encoding | undefined {
	const names = new Set(
		(accepted ?? '')
			.toLowerCase()
			.split(',')
			.filter((entry) => !/;\s*q=0(\.0*)?\s*$/.test(entry))
			.map((entry) => entry.split(';')[0]?.trim()),
	);
	return (Object.keys(encoders) as Encoding[]).find((encoding) => names.has(encoding));
}

function withEncoding(vary: unknown): string {
	const names = String(vary ?? '')
		.split(',')
		.map((name) => name.trim())
		.filter((name) => name !== '');
	return [...new Set([...names, 'accept-encoding'])].join(', ');
}

/** The same file in other bytes (RFC 9110, section 8.8.1). */
function weaken(reply: FastifyReply): void {
	const tag = reply.getHeader('etag');
	if (typeof tag === 'string' && tag.startsWith('"')) reply.header('etag', `W/${tag}`);
}
