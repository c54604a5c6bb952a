import type { WebhookChange } from '../../../contract/types';
import { editConflict } from '../problems/editConflict';
import type { AppContext } from '../context';
import type { Sealed } from '../secrets/secrets';
import { valid } from '../problems/validation';
import { sealedAuthHeader } from './authHeader';
import { resolveFilters } from './filterInput';
import { getWebhook, pauseWebhook, removeWebhook, updateWebhook, type WebhookRow } from './store';
import { checkUrl } from './url';

/**
 * Changes, pauses or resumes a webhook and returns it.
 *
 * @param seen `updated_at` of the webhook as whoever asks has seen it; if it is another by now, nothing is changed
 * @throws webhook_not_found; invalid_input with the place of each fault
 */
export async function changeWebhook(
	{ database, secrets, config, now }: AppContext,
	workspaceId: string,
	id: string,
	given: unknown,
	seen?: string,
): Promise<WebhookRow> {
	const change = valid<WebhookChange>('webhookChange', given);
	if (change.url !== undefined) await checkUrl(change.url, config);
	const auth_header = sealedAuthHeader(secrets, id, change.auth_header);
	return database.write(async (transaction) => {
		const row = await getWebhook(transaction, workspaceId, id);
		if (seen !== undefined && seen !== row.updated_at) throw editConflict('webhook');
		const filters = await resolveFilters(transaction, workspaceId, change.filters, row.filters);
		const changed = changedWebhook(row, { ...change, filters, auth_header }, now());
		if (changed.status === 'paused' && row.status === 'active') {
			await pauseWebhook(transaction, row, changed.paused_reason as string, now());
		}
		await updateWebhook(transaction, changed);
		return changed;
	});
}

/**
 * Removes a webhook with its deliveries.
 *
 * @throws webhook_not_found
 */
export async function deleteWebhook(
	{ database }: AppContext,
	workspaceId: string,
	id: string,
): Promise<void> {
	await database.write(async (transaction) => {
		await getWebhook(transaction, workspaceId, id);
		await removeWebhook(transaction, workspaceId, id);
	});
}

/** A change as it is stored: filters by id, the Authorization header sealed. */
type Change = Omit<WebhookChange, 'filters' | 'auth_header'> & {
	filters: WebhookRow['filters'];
	auth_header: Sealed | null | undefined;
};

function changedWebhook(row: WebhookRow, change: Change, now: Date): WebhookRow {
	const status = change.status ?? row.status;
	const isResumed = status === 'active' && row.status === 'paused';
	const isPaused = status === 'paused' && row.status === 'active';
	return {
		...row,
		name: change.name === undefined ? row.name : (change.name?.trim() ?? null),
		url: change.url ?? row.url,
		events: change.events ?? row.events,
		filters: change.filters,
		auth_header: change.auth_header === undefined ? row.auth_header : change.auth_header,
		status,
		paused_reason: isResumed ? null : isPaused ? 'Paused manually.' : row.paused_reason,
		failing_since: isResumed ? null : row.failing_since,
		updated_at: now.toISOString(),
	};
}
