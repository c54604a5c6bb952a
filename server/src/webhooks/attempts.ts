import type { Transaction } from '../database/database';
import { sql } from '../database/sql';
import type { SendOutcome } from '../deliveryClient';
import type { WebhookRow } from './store';

/** A try as the log has it: the how-manieth of which delivery. */
export type WrittenAttempt = {
	id: string;
	workspace_id: string;
	number: number;
	outcome: SendOutcome;
};

/** Writes a try into the log. */
export async function insertAttempt(
	transaction: Transaction,
	{ id, workspace_id, number, outcome }: WrittenAttempt,
): Promise<void> {
	const { requestHeaders, startedAt, durationMs, statusCode, answer, error } = outcome;
	await transaction.run(sql`
		insert into attempts
			(workspace_id, delivery_id, number, started_at, duration_ms, status_code, answer, error, request_headers)
		values (${workspace_id}, ${id}, ${number}, ${startedAt.toISOString()}, ${durationMs}, ${statusCode}, ${answer}, ${error},
			${requestHeaders && JSON.stringify(requestHeaders)})`);
}

/** Returns when a try ended. */
export function endOf({ startedAt, durationMs }: SendOutcome): Date {
	return new Date(startedAt.getTime() + durationMs);
}

/** Also after a try from before an edit or a new secret: what takes events at this URL is not failing. */
export function endsFailing(
	webhook: WebhookRow | undefined,
	{ url }: SendOutcome,
): webhook is WebhookRow {
	return typeof webhook?.failing_since === 'string' && url === webhook.url;
}

/** Notes since when nothing but failures came back from a webhook's URL; null when something has arrived. */
export async function setFailingSince(
	transaction: Transaction,
	webhook: WebhookRow,
	failingSince: string | null,
): Promise<void> {
	await transaction.run(
		sql`update webhooks set failing_since = ${failingSince} where id = ${webhook.id}`,
	);
}
