import type { WebhookChange } from '../../../contract/types';
import { changedMeanwhile } from '../changedMeanwhile';
import type { Fluid } from '../fluid';
import { valid } from '../validation';
import { resolveFilters } from './filterInput';
import {
	getWebhook,
	newSecret,
	pauseWebhook,
	removeWebhook,
	updateWebhook,
	validOldSecrets,
	type WebhookRow,
} from './store';
import { checkUrl } from './url';

/** How long a replaced secret signs beside the new one. */
const OLD_SECRET_MS = 24 * 60 * 60 * 1000;

/**
 * Changes, pauses or resumes a webhook and returns it.
 *
 * @param seen `updated_at` of the webhook as whoever asks has seen it; if it is another by now, nothing is changed
 * @throws webhook_not_found; invalid_input with the place of each fault
 */
export async function changeWebhook(
	{ database, config, now }: Fluid,
	workspaceId: string,
	id: string,
	given: unknown,
	seen?: string,
): Promise<WebhookRow> {
	const change = valid<WebhookChange>('webhookChange', given);
	if (change.url !== undefined) await checkUrl(change.url, config);
	return database.write(async (transaction) => {
		const row = await getWebhook(transaction, workspaceId, id);
		if (seen !== undefined && seen !== row.updated_at) throw changedMeanwhile('webhook');
		const filters = await resolveFilters(transaction, workspaceId, change.filters, row.filters);
		const changed = changedWebhook(row, change, filters, now());
		if (changed.status === 'paused' && row.status === 'active') {
			await pauseWebhook(transaction, row, changed.paused_reason as string, now());
		}
		await updateWebhook(transaction, changed);
		return changed;
	});
}

/**
 * Gives a webhook a new secret; every earlier one signs beside it for 24 hours after it was replaced.
 *
 * @param seen when the secret was rotated last as whoever asks has seen it: one that was rotated since stays as it is
 * @returns the webhook with its new secret, or undefined when it was rotated since
 * @throws webhook_not_found
 */
export function rotateSecret(
	{ database, now }: Fluid,
	workspaceId: string,
	id: string,
	seen?: string | null,
): Promise<WebhookRow | undefined> {
	return database.write(async (transaction) => {
		const row = await getWebhook(transaction, workspaceId, id);
		if (seen !== undefined && seen !== row.secret_rotated_at) return undefined;
		const at = now();
		const until = new Date(at.getTime() + OLD_SECRET_MS).toISOString();
		const rotated = {
			...row,
			secret: newSecret(),
			old_secrets: [{ secret: row.secret, until }, ...validOldSecrets(row, at)],
			secret_rotated_at: at.toISOString(),
			updated_at: at.toISOString(),
		};
		await updateWebhook(transaction, rotated);
		return rotated;
	});
}

/**
 * Removes a webhook with its deliveries.
 *
 * @throws webhook_not_found
 */
export async function deleteWebhook(
	{ database }: Fluid,
	workspaceId: string,
	id: string,
): Promise<void> {
	await database.write(async (transaction) => {
		await getWebhook(transaction, workspaceId, id);
		await removeWebhook(transaction, workspaceId, id);
	});
}

function changedWebhook(
	row: WebhookRow,
	change: WebhookChange,
	filters: WebhookRow['filters'],
	now: Date,
): WebhookRow {
	const status = change.status ?? row.status;
	const isResumed = status === 'active' && row.status === 'paused';
	const isPaused = status === 'paused' && row.status === 'active';
	return {
		...row,
		name: change.name === undefined ? row.name : (change.name?.trim() ?? null),
		url: change.url ?? row.url,
		events: change.events ?? row.events,
		filters,
		auth_header: change.auth_header === undefined ? row.auth_header : change.auth_header,
		status,
		paused_reason: isResumed ? null : isPaused ? 'Paused by hand.' : row.paused_reason,
		failing_since: isResumed ? null : row.failing_since,
		updated_at: now.toISOString(),
	};
}
