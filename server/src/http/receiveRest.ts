import type { FastifyReply, FastifyRequest } from 'fastify';

/** So long somebody may go on sending what is refused already. */
const HEARD_OUT_MS = 10_000;

/** A connection that closes over a body still on its way breaks before many clients have read why. */
export function receiveRest({ raw }: FastifyRequest, reply: FastifyReply): void {
	reply.removeHeader('connection');
	setTimeout(() => {
		if (!raw.complete) raw.destroy();
	}, HEARD_OUT_MS).unref();
}
