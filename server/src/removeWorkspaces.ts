import { setTimeout as sleep } from 'node:timers/promises';
import type { Database, Transaction } from './database/database';
import { atMost, oneOf, sql, type Statement } from './database/sql';
import { limits } from './limits';
import { repeatedly } from './timing/repeatedly';
import { removeSome } from './webhooks/queue';
import { listDeletedWorkspaces, restorableUntil } from './workspaces/deletion';

/** How often is looked for a workspace that can no longer be restored, in milliseconds. */
const EVERY_MS = 60 * 1000;

/** Rows that many indexes know are fewer at once: others wait for as long as they take. */
const INDEXED_ROWS_AT_ONCE = 50;

/** So many times as long as it has worked, everybody else has the database for themselves: nobody waits for the end of it. */
const REST = 4;

/** Removes workspaces that were deleted and can no longer be restored, a few rows at a time. Returns what stops it. */
export function removeDeletedWorkspaces(
	database: Database,
	now: () => Date,
	report: (reason: unknown) => void,
): () => Promise<void> {
	return repeatedly(EVERY_MS, (stopping) => removeExpired(database, now(), stopping), report);
}

/** Removes those that can no longer be restored by now, until it is aborted. */
export async function removeExpired(
	database: Database,
	now: Date,
	stopping?: AbortSignal,
): Promise<void> {
	for (const deleted of await listDeletedWorkspaces(database))
		if (restorableUntil(deleted) <= now) await removeAll(database, deleted.id, stopping);
}

/** Removes some rows of a workspace; returns whether there may be more. */
type Part = (transaction: Transaction, workspaceId: string) => Promise<boolean>;

/** What goes, what others name behind what names it; the workspace itself at the end. */
const parts: Part[] = [
	removeDeliveriesOfQueues,
	byWorkspace('notes', 'id', limits.rowsAtOnce),
	byWorkspace('deal_history', 'deal_id, sequence', limits.rowsAtOnce),
	byWorkspace('merged_contacts', 'contact_id', limits.rowsAtOnce),
	byWorkspace('run_changes', 'run_id, object_id, change_id', limits.rowsAtOnce),
	byWorkspace('runs', 'id', limits.rowsAtOnce),
	byWorkspace('deal_labels', 'label_key, deal_id', limits.rowsAtOnce),
	removeSubmissions,
	byWorkspace('spam', 'id', limits.rowsAtOnce),
	removeSearched('deals'),
	removeSearched('contacts'),
	byWorkspace('former_companies', 'company_id, version', limits.rowsAtOnce),
	byWorkspace('companies', 'id', INDEXED_ROWS_AT_ONCE),
	byWorkspace('events', 'sequence', INDEXED_ROWS_AT_ONCE),
	byWorkspace('idempotency_keys', 'key', limits.rowsAtOnce),
	byWorkspace('rollouts', 'id', limits.rowsAtOnce),
	byWorkspace('proof_records', 'record_id', limits.rowsAtOnce),
	byWorkspace('proofs', 'id', limits.rowsAtOnce),
	byWorkspace('webhook_alerts', 'webhook_id', limits.rowsAtOnce),
	byWorkspace('alert_destinations', 'workspace_id', limits.rowsAtOnce),
	byWorkspace('consumers', 'name', limits.rowsAtOnce),
	byWorkspace('removed_webhooks', 'id', limits.rowsAtOnce),
	byWorkspace('webhooks', 'id', INDEXED_ROWS_AT_ONCE),
	byWorkspace('forms', 'id', INDEXED_ROWS_AT_ONCE),
	byWorkspace('stage_totals', 'stage_id, status, currency', limits.rowsAtOnce),
	byWorkspace('custom_fields', 'id', INDEXED_ROWS_AT_ONCE),
	byWorkspace('stages', 'id', INDEXED_ROWS_AT_ONCE),
	byWorkspace('pipelines', 'id', INDEXED_ROWS_AT_ONCE),
	byWorkspace('api_keys', 'id', limits.rowsAtOnce),
	removeItself,
];

async function removeAll(
	database: Database,
	workspaceId: string,
	stopping: AbortSignal | undefined,
): Promise<void> {
	for (const part of parts)
		for (let isMore = true; isMore; ) {
			if (stopping?.aborted) return;
			const startedAt = performance.now();
			isMore = await database.write(workspaceId, (transaction) => part(transaction, workspaceId));
			await sleep(REST * (performance.now() - startedAt));
		}
}

/** The queues of webhooks and consumers, and of webhooks that were removed before. */
async function removeDeliveriesOfQueues(
	transaction: Transaction,
	workspaceId: string,
): Promise<boolean> {
	const queue = await transaction.get<{ id: string }>(sql`
		select id from (
			select queue_id as id from webhooks where workspace_id = ${workspaceId}
			union select queue_id from consumers where workspace_id = ${workspaceId}
			union select id from removed_webhooks where workspace_id = ${workspaceId}) as queues
		where exists (select 1 from deliveries where deliveries.queue_id = queues.id) limit 1`);
	if (!queue) return false;
	await removeSome(transaction, queue.id);
	return true;
}

async function removeSubmissions(transaction: Transaction, workspaceId: string): Promise<boolean> {
	const some = await transaction.all<{ id: string }>(sql`
		select submissions.id from forms join submissions on submissions.form_id = forms.id
		where forms.workspace_id = ${workspaceId} ${atMost(limits.rowsAtOnce)}`);
	await transaction.run(
		sql`delete from submissions where id in ${oneOf(some.map(({ id }) => id))}`,
	);
	return some.length === limits.rowsAtOnce;
}

function removeSearched(table: 'deals' | 'contacts'): Part {
	const rows = { deals: sql`deals`, contacts: sql`contacts` }[table];
	return async (transaction, workspaceId) => {
		const some = await transaction.all<{ id: string }>(sql`
			select id from ${rows} where workspace_id = ${workspaceId} order by id ${atMost(INDEXED_ROWS_AT_ONCE)}`);
		const isOne = sql`id in ${oneOf(some.map(({ id }) => id))}`;
		await transaction.textsChanged(table, isOne);
		await transaction.run(sql`delete from ${rows} where ${isOne}`);
		return some.length === INDEXED_ROWS_AT_ONCE;
	};
}

/** Rows of a table that an index finds by their workspace. */
function byWorkspace(table: string, key: string, most: number): Part {
	const name: Statement = { strings: [table], values: [] };
	const columns: Statement = { strings: [key], values: [] };
	return async (transaction, workspaceId) => {
		const removed = await transaction.count(sql`
			delete from ${name} where workspace_id = ${workspaceId} and (${columns}) in (
				select ${columns} from ${name} where workspace_id = ${workspaceId} ${atMost(most)})`);
		return removed === most;
	};
}

/** The last of it, with what is counted for it: whatever else is removed is counted there. */
async function removeItself(transaction: Transaction, workspaceId: string): Promise<boolean> {
	await transaction.run(sql`delete from workspaces where id = ${workspaceId}`);
	await transaction.run(sql`delete from counters where workspace_id = ${workspaceId}`);
	return false;
}
