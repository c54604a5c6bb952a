import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../../../context';
import { webhookEditing } from './editing';
import { webhookReading } from './reading';
import { webhookSending } from './sending';

/** Settings > Automations > Webhooks. */
export function webhookPages(pages: FastifyInstance, fluid: AppContext): void {
	webhookReading(pages, fluid);
	webhookEditing(pages, fluid);
	webhookSending(pages, fluid);
}
