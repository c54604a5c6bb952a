import type { FastifyReply, FastifyRequest } from 'fastify';

/** No script, style, form or frame but our own, and none written into a page. */
const PAGE_POLICY = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"img-src 'self' data:",
	"connect-src 'self'",
	"form-action 'self'",
	"base-uri 'none'",
	"frame-ancestors 'none'",
].join('; ');

const HEADERS = {
	'content-security-policy': PAGE_POLICY,
	'x-content-type-options': 'nosniff',
	'x-frame-options': 'DENY',
	'referrer-policy': 'same-origin',
	'cross-origin-opener-policy': 'same-origin',
	// A page shows what belongs to one person: no proxy may keep it, nor the browser after signing out.
	'cache-control': 'no-store',
};

/** Gives a page the headers that keep strangers' scripts, frames and caches out. */
export async function secure(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
	reply.headers(HEADERS);
}
