import type { ApiKeyDeletion, ApiKeyInfo } from '../../../contract/types';
import type { Reader, Transaction } from '../database/database';
import { problem } from '../problems/problems';
import { pauseWebhook, listWebhooksOfKey } from '../webhooks/store';
import { type ApiKey, deleteKey, keyById } from './store';

/** Why a webhook is paused whose key was deleted. */
const PAUSED_WITH_KEY = (name: string) =>
	`Paused when the API key "${name}", which created it, was deleted.`;

/** What becomes of the webhooks that a key has created. */
export type KeyDeletion = { isPausing: boolean };

/**
 * Ends a key's access, and returns it with the webhooks that it has created: they go on sending unless they are paused.
 *
 * @throws key_not_found where none of the workspace's has the id and gives access
 */
export async function deleteKeyWithWebhooks(
	transaction: Transaction,
	id: string,
	{ isPausing }: KeyDeletion,
	now: Date,
): Promise<ApiKeyDeletion> {
	const key = await keyById(transaction, id);
	if (!key || !(await deleteKey(transaction, key.workspace_id, id, now)))
		throw problem('key_not_found', undefined, { params: { id } });
	if (isPausing)
		for (const webhook of await listWebhooksOfKey(transaction, key))
			await pauseWebhook(transaction, webhook, PAUSED_WITH_KEY(key.name), now);
	return { key: renderKey(key), webhooks: await createdWebhooks(transaction, key) };
}

/** Returns the webhooks that a key has created and that are still there, as answers name them. */
export async function createdWebhooks(
	reader: Reader,
	key: Pick<ApiKey, 'id' | 'workspace_id'>,
): Promise<ApiKeyDeletion['webhooks']> {
	const rows = await listWebhooksOfKey(reader, key);
	return rows.map(({ id, name, url, status }) => ({
		id,
		name,
		url: url === '' ? null : url,
		status,
	}));
}

/** Returns the object of answers. */
export function renderKey(key: ApiKey): ApiKeyInfo {
	const { id, workspace_id, name, last_four, created_at, last_used_at } = key;
	return { id, workspace_id, name, last_four, created_at, last_used_at };
}
