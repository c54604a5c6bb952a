import type { FastifyInstance } from 'fastify';
import type { Fluid } from '../fluid';
import { webhookEditing } from './pages/editing';
import { webhookReading } from './pages/reading';
import { webhookSending } from './pages/sending';

/** Settings > Automations > Webhooks. */
export function webhookPages(pages: FastifyInstance, fluid: Fluid): void {
	webhookReading(pages, fluid);
	webhookEditing(pages, fluid);
	webhookSending(pages, fluid);
}
