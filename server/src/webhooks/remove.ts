import type { AppContext } from '../context';
import { leaveConsumer } from './consumers';
import { holdAll, removeFirst } from './queue';
import { getWebhook, removeRow } from './store';

/**
 * Removes a webhook with its deliveries and their log; those of a consumer stay, for what it has not received.
 *
 * @throws webhook_not_found
 */
export async function deleteWebhook(
	{ database, now }: AppContext,
	workspaceId: string,
	id: string,
): Promise<void> {
	const removed = await database.write(workspaceId, async (transaction) => {
		const webhook = await getWebhook(transaction, workspaceId, id);
		await removeRow(transaction, webhook);
		if (webhook.consumer !== null) await leaveConsumer(transaction, webhook, now());
		else await removeFirst(transaction, webhook);
		return webhook;
	});
	if (removed.consumer !== null) await holdAll(database, removed);
}
