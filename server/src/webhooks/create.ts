import type { WebhookInput } from '../../../contract/types';
import type { Fluid } from '../fluid';
import { newId } from '../ids';
import { problem } from '../problems';
import { valid } from '../validation';
import { resolveFilters } from './filterInput';
import {
	countWebhooks,
	insertWebhook,
	MOST_WEBHOOKS,
	newSecret,
	webhookById,
	type WebhookRow,
} from './store';
import { checkUrl } from './url';

/**
 * Makes a webhook.
 *
 * @param id chosen beforehand by a form, so that the form makes one webhook however often it is sent
 * @returns the webhook, and whether this call has made it
 * @throws invalid_input with the place of each fault, too_many_webhooks
 */
export async function createWebhook(
	{ database, config, now }: Fluid,
	workspaceId: string,
	given: unknown,
	id = newId('whk'),
): Promise<{ webhook: WebhookRow; isNew: boolean }> {
	const input = valid<WebhookInput>('webhookInput', given);
	await checkUrl(input.url, config);
	return database.write(async (transaction) => {
		const earlier = await webhookById(transaction, id);
		if (earlier) return { webhook: earlier, isNew: false };
		if ((await countWebhooks(transaction, workspaceId)) >= MOST_WEBHOOKS)
			throw problem('too_many_webhooks');
		const filters = await resolveFilters(transaction, workspaceId, input.filters);
		const { name, url, events, auth_header = null, secret = newSecret() } = input;
		const values = { id, name: name?.trim() ?? null, url, events, filters, auth_header, secret };
		return { webhook: await insertWebhook(transaction, workspaceId, values, now()), isNew: true };
	});
}
