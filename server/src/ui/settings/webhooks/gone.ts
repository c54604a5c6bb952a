import type { FastifyReply } from 'fastify';
import { redirectWithFlash } from '../../kit/message';
import { Refusal } from '../../../problems/problems';
import { WEBHOOKS } from './paths';

/** Said in the list when a webhook is asked for that somebody has deleted. */
export const GONE = 'That webhook no longer exists.';

/** Answers by `work`; when the webhook is gone meanwhile, says so in the list. */
export async function redirectIfGone(
	reply: FastifyReply,
	work: () => Promise<FastifyReply>,
): Promise<FastifyReply> {
	try {
		return await work();
	} catch (reason) {
		if (reason instanceof Refusal && reason.code === 'webhook_not_found')
			return redirectWithFlash(reply, WEBHOOKS, GONE);
		throw reason;
	}
}
