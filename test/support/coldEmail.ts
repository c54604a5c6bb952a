import { expect } from 'vitest';
import template from '../../templates/cold-email-reply-to-deal.json';
import { inRepository } from '../../scripts/repository.mjs';
import smartlead from '../../templates/samples/smartlead-lead-category-updated.json';
import { fluidCommand } from './fluidCommand';
import { type FluidInN8n, startFluidInN8n } from './fluidInN8n';
import { PublishedTemplate } from './publishedTemplate';

/** Starts a service with the pipeline of the template for cold email, and publishes that in n8n. */
export async function startColdEmail(): Promise<FluidInN8n & { coldEmail: PublishedTemplate }> {
	const started = await startFluidInN8n();
	const applied = await fluidCommand(
		['workspaces', 'apply', inRepository('templates/cold-email.blueprint.json')],
		{ env: { DATA_DIR: started.fluid.folder } },
	);
	expect(applied.code, applied.stderr).toBe(0);
	const coldEmail = await PublishedTemplate.publish(started.n8n, template, started.credential);
	return { ...started, coldEmail };
}

/** What Smartlead sends of a reply by somebody with this address. */
export const replyFrom = (email: string, change: object = {}) => ({
	...smartlead,
	lead_data: { ...smartlead.lead_data, email, ...change },
});

/** What of it says that the reply reads so. */
export const replyText = (email_body: string) => ({
	last_reply: { ...smartlead.last_reply, email_body },
});

/** What of it says that the reply is this one and reads so. */
export const replyWithId = (message_id: string, email_body: string) => ({
	last_reply: { ...smartlead.last_reply, message_id, email_body },
});
