import type { Database } from '../database/database';
import { inParts } from '../database/inParts';
import { sql, type Statement } from '../database/sql';
import { repeatedly } from '../timing/repeatedly';
import { catchUp } from './catchUp';
import { lineUp } from './ordering';
import { holdAll, type OwnedQueue, releaseHeld, removeSome } from './queue';

const EVERY_MS = 1_000;

/**
 * Finishes what pausing, removing and subscribing leave to be done where hundreds of thousands of deliveries wait, each
 * second; also what an earlier process left. Returns what stops it.
 *
 * @param report is called with what went wrong; the next second tries again
 */
export function keepBacklogsInOrder(
	database: Database,
	now: () => Date,
	report: (reason: unknown) => void,
): () => Promise<void> {
	return repeatedly(
		EVERY_MS,
		async (stopping) => {
			if (database.isLeader) await finishBacklogs(database, now, stopping);
		},
		report,
	);
}

/** Holds what waits without an active webhook, removes what nobody needs, lines up, releases, and catches up, a few rows at a
 * time. */
export async function finishBacklogs(
	database: Database,
	now: () => Date,
	stopping?: AbortSignal,
): Promise<void> {
	const stopped = await queues(
		database,
		sql`
		select workspace_id, queue_id from (
			select workspace_id, queue_id from webhooks where status = 'paused'
			union all
			select workspace_id, queue_id from consumers where webhook_id is null) as stopped
		where exists (
			select 1 from deliveries where deliveries.queue_id = stopped.queue_id and status = 'pending')`,
	);
	for (const queue of stopped) await holdAll(database, queue, stopping);
	const removed = await queues(
		database,
		sql`select workspace_id, id as queue_id from removed_webhooks`,
	);
	for (const { workspace_id, queue_id } of removed)
		await inParts(
			() => database.write(workspace_id, (transaction) => removeSome(transaction, queue_id)),
			stopping,
		);
	const crooked = await queues(
		database,
		sql`select workspace_id, queue_id from webhooks where is_lining_up = 1`,
	);
	for (const queue of crooked) await lineUp(database, queue, now, stopping);
	const resumed = await queues(
		database,
		sql`
		select workspace_id, queue_id from webhooks where status = 'active' and ordering = 'per_object' and exists (
			select 1 from deliveries where deliveries.queue_id = webhooks.queue_id and status = 'held')`,
	);
	for (const queue of resumed) await releaseHeld(database, queue, now, stopping);
	const behind = await queues(
		database,
		sql`
		select webhooks.workspace_id, webhooks.queue_id from webhooks join consumers on consumers.webhook_id = webhooks.id
		where webhooks.status = 'active' and (is_catching_up = 1 or held_before is not null)`,
	);
	for (const queue of behind) await catchUp(database, queue, now, stopping);
}

function queues(database: Database, statement: Statement): Promise<OwnedQueue[]> {
	return database.all<OwnedQueue>(statement);
}
