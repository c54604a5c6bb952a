import type { Reader } from '../database/database';
import { sql } from '../database/sql';
import type { WebhookRow } from '../webhooks/store';
import { type Condition, conditionOf } from './condition';

/** A webhook in trouble, as a page shows it. */
export type TroubledWebhook = Pick<
	WebhookRow,
	'id' | 'name' | 'url' | 'consumer' | 'status' | 'paused_reason' | 'failing_since'
> & { condition: Exclude<Condition, 'well'> };

/** Returns the webhooks of a workspace that are in trouble, oldest first. */
export async function listTroubledWebhooks(
	reader: Reader,
	workspaceId: string,
	now: Date,
): Promise<TroubledWebhook[]> {
	const rows = await reader.all<Omit<TroubledWebhook, 'condition'>>(sql`
		select id, name, url, consumer, status, paused_reason, failing_since from webhooks
		where workspace_id = ${workspaceId} and (status = 'paused' or failing_since is not null)
		order by id`);
	return rows.flatMap((row) => {
		const condition = conditionOf(row, now);
		return condition === undefined || condition === 'well' ? [] : [{ ...row, condition }];
	});
}
