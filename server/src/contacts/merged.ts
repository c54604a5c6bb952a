import type { Reader, Transaction } from '../database/database';
import { each, joinInOrder, oneOf, sql } from '../database/sql';

/** Notes which contact another one was merged into. */
export async function noteMerge(
	transaction: Transaction,
	workspaceId: string,
	{ merged, into }: { merged: string; into: string },
): Promise<void> {
	await transaction.run(sql`
		insert into merged_contacts (workspace_id, contact_id, into_id)
		values (${workspaceId}, ${merged}, ${into})
		on conflict (workspace_id, contact_id) do update set into_id = excluded.into_id`);
}

/** Returns the contacts that were merged into some others and are gone. */
export async function findMergedInto(
	reader: Reader,
	workspaceId: string,
	ids: string[],
): Promise<string[]> {
	const rows = await reader.all<{ contact_id: string }>(sql`
		select merged_contacts.contact_id from ${each(ids)} as meant
		${joinInOrder} merged_contacts
			on merged_contacts.workspace_id = ${workspaceId} and merged_contacts.into_id = meant.value
		where not exists (select 1 from contacts where contacts.id = merged_contacts.contact_id)`);
	return rows.map(({ contact_id }) => contact_id);
}

/** Returns the contacts into which some others were merged. */
export async function findWhereMerged(
	reader: Reader,
	workspaceId: string,
	ids: string[],
): Promise<string[]> {
	const rows = await reader.all<{ into_id: string }>(sql`
		select distinct into_id from merged_contacts
		where workspace_id = ${workspaceId} and contact_id in ${oneOf(ids)}`);
	return rows.map(({ into_id }) => into_id);
}

/** Forgets what some contacts were merged into, and what was merged into them. */
export async function forgetMerges(
	transaction: Transaction,
	workspaceId: string,
	ids: string[],
): Promise<void> {
	for (const column of [sql`contact_id`, sql`into_id`])
		await transaction.run(sql`
			delete from merged_contacts where workspace_id = ${workspaceId} and ${column} in ${oneOf(ids)}`);
}
