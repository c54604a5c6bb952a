import type { WebhookInput } from '../../../contract/types';
import type { AppContext } from '../context';
import { newId } from '../values/ids';
import { problem } from '../problems/problems';
import { valid } from '../problems/validation';
import { sealedAuthHeader } from './authHeader';
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
 * @returns the webhook, whether this call has made it, and the secret if it has
 * @throws invalid_input with the place of each fault, too_many_webhooks
 */
export async function createWebhook(
	{ database, secrets, config, now }: AppContext,
	workspaceId: string,
	given: unknown,
	id = newId('whk'),
): Promise<{ webhook: WebhookRow; secret: string; isNew: boolean }> {
	const input = valid<WebhookInput>('webhookInput', given);
	await checkUrl(input.url, config);
	const { name, url, events, auth_header = null, secret = newSecret() } = input;
	const sealed = {
		secret: secrets.seal('webhook signing secret', id, secret),
		auth_header: sealedAuthHeader(secrets, id, auth_header),
	};
	return database.write(async (transaction) => {
		const earlier = await webhookById(transaction, id);
		if (earlier) return { webhook: earlier, secret, isNew: false };
		if ((await countWebhooks(transaction, workspaceId)) >= MOST_WEBHOOKS)
			throw problem('too_many_webhooks');
		const filters = await resolveFilters(transaction, workspaceId, input.filters);
		const values = { id, name: name?.trim() ?? null, url, events, filters, ...sealed };
		const webhook = await insertWebhook(transaction, workspaceId, values, now());
		return { webhook, secret, isNew: true };
	});
}
