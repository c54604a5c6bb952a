import type { FastifyRequest } from 'fastify';

/**
 * Returns whether a browser says that another site has sent a request: by Sec-Fetch-Site (W3C Fetch Metadata), or, in
 * an older browser, by an Origin of another host.
 */
export function isFromElsewhere({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
	const site = headers['sec-fetch-site'];
	if (typeof site === 'string') return site !== 'same-origin' && site !== 'none';
	const { origin, host } = headers;
	if (origin === undefined) return false;
	return !URL.canParse(origin) || new URL(origin).host !== host;
}

/** Returns whether a browser says that one of our own pages has sent a request; an older browser says nothing. */
export function isFromOwnPage({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
	return headers['sec-fetch-site'] === 'same-origin';
}

/** Returns whether a browser says that somebody has typed or chosen the address, and no page has asked for it. */
export function isTyped({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
	return headers['sec-fetch-site'] === 'none';
}
