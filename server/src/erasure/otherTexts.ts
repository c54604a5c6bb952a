import type { Reader, Transaction } from '../database/database';
import { sql } from '../database/sql';
import { withoutAddresses } from './mentions';
import type { Person } from './person';

/**
 * Returns the sentences beside webhooks and alerts that name a person: what a receiver said of a fault stands in the reason
 * of a pause.
 */
export async function findOtherTexts(
	reader: Reader,
	workspaceId: string,
	person: Person,
): Promise<OtherText[]> {
	const texts = await reader.all<OtherText>(sql`
		select 'webhook' as kind, id, paused_reason as text from webhooks
		where workspace_id = ${workspaceId} and paused_reason is not null
		union all
		select 'alerts', workspace_id, last_error from alert_destinations
		where workspace_id = ${workspaceId} and last_error is not null`);
	return texts.filter(({ text }) => withoutAddresses(person, text) !== text);
}

type OtherText = { kind: 'webhook' | 'alerts'; id: string; text: string };

/** Takes a person's addresses out of them; returns how many there were. */
export async function clearOtherTexts(
	transaction: Transaction,
	workspaceId: string,
	person: Person,
): Promise<number> {
	const texts = await findOtherTexts(transaction, workspaceId, person);
	for (const { kind, id, text } of texts) {
		const rest = withoutAddresses(person, text);
		await transaction.run(
			kind === 'webhook'
				? sql`update webhooks set paused_reason = ${rest} where workspace_id = ${workspaceId} and id = ${id}`
				: sql`update alert_destinations set last_error = ${rest} where workspace_id = ${workspaceId}`,
		);
	}
	return texts.length;
}
