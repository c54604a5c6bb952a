import type { FastifyReply, FastifyRequest } from 'fastify';

const COOKIE = 'fluid_message';

/** Goes to another page after a form, where a sentence says once what was done. */
export function redirectWithFlash(
	reply: FastifyReply,
	path: string,
	message?: string,
): FastifyReply {
	if (message) {
		reply.setCookie(COOKIE, message, { path: '/', httpOnly: true, sameSite: 'lax', maxAge: 60 });
	}
	return reply.redirect(path, 303);
}

/** Returns the sentence for this page, if there is one, and forgets it. */
export function takeFlash(request: FastifyRequest, reply: FastifyReply): string | undefined {
	const message = request.cookies[COOKIE];
	if (message) reply.clearCookie(COOKIE, { path: '/' });
	return message;
}
