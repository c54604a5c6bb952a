import type { Transaction } from '../database/database';
import { sql } from '../database/sql';
import type { Secrets } from '../secrets/secrets';
import { newSecret, pauseWebhook, updateWebhook, findWebhookById, type WebhookRow } from './store';

/** A webhook with another secret. */
export type ResetWebhook = {
	webhook: WebhookRow;
	secret: string;
	/** Whether an Authorization header was stored, which nobody can read any more. */
	lostAuthHeader: boolean;
};

/**
 * Gives every webhook a new secret, because the stored ones can be read no more. Each is paused, so that what happens is
 * kept until its receiver has the new one; its reason says what to do.
 */
export async function resetSecrets(
	transaction: Transaction,
	{ seal }: Secrets,
	now: Date,
): Promise<ResetWebhook[]> {
	const ids = await transaction.all<{ id: string }>(
		sql`select id from webhooks order by workspace_id, id`,
	);
	const reset: ResetWebhook[] = [];
	for (const { id } of ids) {
		const before = (await findWebhookById(transaction, id)) as WebhookRow;
		const secret = newSecret();
		const lostAuthHeader = before.auth_header !== null;
		const at = now.toISOString();
		const webhook: WebhookRow = {
			...before,
			secret: seal('webhook signing secret', id, secret),
			auth_header: null,
			old_secrets: [],
			secret_rotated_at: at,
			status: 'paused',
			paused_reason: reasonOf(lostAuthHeader),
			updated_at: at,
		};
		await pauseWebhook(transaction, before, reasonOf(lostAuthHeader), now);
		await updateWebhook(transaction, webhook);
		reset.push({ webhook, secret, lostAuthHeader });
	}
	return reset;
}

function reasonOf(lostAuthHeader: boolean): string {
	const entered = lostAuthHeader ? ' Enter its Authorization header again.' : '';
	return `The key of the stored secrets was lost, so the webhook has a new signing secret: give it to the receiver, or rotate it if you do not have it.${entered} Then resume, and replay what was held.`;
}
