import type { FastifyReply } from 'fastify';
import { goTo } from '../../kit/message';
import { Refusal } from '../../../problems/problems';
import { WEBHOOKS } from './paths';

/** Said in the list when a webhook is asked for that somebody has deleted. */
export const GONE = 'That webhook no longer exists.';

/** Answers by `work`; when the webhook is gone meanwhile, says so in the list. */
export async function orGone(
	reply: FastifyReply,
	work: () => Promise<FastifyReply>,
): Promise<FastifyReply> {
	try {
		return await work();
	} catch (reason) {
		if (reason instanceof Refusal && reason.code === 'webhook_not_found')
			return goTo(reply, WEBHOOKS, GONE);
		throw reason;
	}
}
