import type { IncomingHttpHeaders } from 'node:http';

/** Where a request comes from, as its browser says. */
export type Caller = {
	/** Origin of the page; undefined when the browser keeps it to itself, or there is none. */
	origin: string | undefined;
	/** Whether it is a page of this server. */
	isOwn: boolean;
	/** Whether a browser sent it from a page at all: every one of them names an origin with a form, if only "null". */
	isFromPage: boolean;
};

/** Returns where a request comes from. */
export function callerOf(headers: IncomingHttpHeaders, publicUrl: string): Caller {
	const { origin: named, referer, host } = headers;
	const fromReferer = referer && URL.canParse(referer) ? new URL(referer).origin : undefined;
	const origin = named && named !== 'null' ? named : fromReferer;
	const isOwn =
		origin !== undefined &&
		(origin === new URL(publicUrl).origin ||
			(URL.canParse(origin) && new URL(origin).host === host));
	return { origin, isOwn, isFromPage: named !== undefined || fromReferer !== undefined };
}

/** Returns whether a form may be shown and sent from there; without a list it may from everywhere. */
export function isAllowed(allowedOrigins: string[], { origin, isOwn }: Caller): boolean {
	if (isOwn || allowedOrigins.length === 0) return true;
	return origin !== undefined && allowedOrigins.includes(origin);
}
