import { createHmac, randomBytes } from 'crypto';
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

/** Returns a new secret that signs the deliveries of a published webhook. */
export function newWebhookSecret(): string {
	return `whsec_${randomBytes(32).toString('base64')}`;
}

/**
 * Returns the secret of the webhook at the node's test URL. It is made from what the node knows anyway: n8n keeps what
 * `create` notes for the test URL only when that is over, and the latest event arrives before.
 */
export async function testSecret(context: IHookFunctions | IWebhookFunctions): Promise<string> {
	const { apiKey } = await context.getCredentials('fluidApi');
	const whose = JSON.stringify([
		context.getInstanceId(),
		context.getWorkflow().id,
		context.getNode().id,
	]);
	const digest = createHmac('sha256', String(apiKey).trim()).update(whose).digest('base64');
	return `whsec_${digest}`;
}
