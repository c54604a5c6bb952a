import type { Database, Transaction } from './database/database';
import { inParts } from './database/inParts';
import { limits } from './limits';
import { atMost, isAmong, joinInOrder, sql } from './database/sql';
import { keepHistory } from './events/loadKeptHistory';
import { forgetOldKeys } from './http/idempotency';
import { repeatedly } from './timing/repeatedly';
import { keptSince } from './webhooks/keptSince';
import { MOST_EVENTS_OF_CHANGE } from './webhooks/carrying';
import { letAllGo } from './webhooks/ordering';
import { removeDeliveries } from './webhooks/removeDeliveries';
import { forgetRunChanges, forgetRuns } from './runs/forget';
import { listWorkspaces } from './workspaces/store';

/**
 * Removes what is older than 30 days, each hour: events, and deliveries that are done with their log. What still waits
 * to be sent, or is held for a webhook, stays with its event. Returns what stops it.
 *
 * @param report is called with what went wrong; the next hour tries again
 */
export function keepThirtyDays(
	database: Database,
	now: () => Date,
	report: (reason: unknown) => void,
): () => Promise<void> {
	return repeatedly(
		limits.retentionEveryMs,
		async (stopping) => {
			if (database.isLeader) await removeOld(database, now(), stopping);
		},
		report,
	);
}

/** Removes everything that is too old, a few rows at a time, until it is aborted. */
export async function removeOld(
	database: Database,
	now: Date,
	stopping?: AbortSignal,
): Promise<void> {
	const oldest = keptSince(now);
	await database.writeService((transaction) => forgetOldKeys(transaction, now));
	for (const removeSome of [removeForgotten, removeUnfetched, removeDone])
		await inParts(
			() => database.writeService((transaction) => removeSome(transaction, oldest)),
			stopping,
		);
	for (const { id } of await listWorkspaces(database))
		await inParts(
			() => database.write(id, (transaction) => removeEvents(transaction, id, oldest)),
			stopping,
		);
	for (const { id } of await listWorkspaces(database))
		for (const forgetSome of [forgetRunChanges, forgetRuns])
			await inParts(
				() => database.write(id, (transaction) => forgetSome(transaction, id, oldest)),
				stopping,
			);
}

/** Ids and sequences follow time: the search ends at the first row that is young enough, and reads none behind it. */
async function removeDone(transaction: Transaction, oldest: string): Promise<number> {
	const old = await transaction.all<{ id: string }>(sql`
		select id from deliveries
		where status in ('succeeded', 'failed', 'skipped') and id < coalesce(
			(select id from deliveries where created_at >= ${oldest} order by id limit 1), 'dlw')
		order by id ${atMost(limits.rowsAtOnce)}`);
	await removeDeliveries(transaction, old);
	return old.length;
}

/** What is held for a consumer without a webhook could be sent only if it came back in time. */
async function removeForgotten(transaction: Transaction, oldest: string): Promise<number> {
	const old = await transaction.all<{ id: string }>(sql`
		select deliveries.id from consumers ${joinInOrder} deliveries on deliveries.queue_id = consumers.queue_id
		where consumers.webhook_id is null and deliveries.status = 'held' and deliveries.created_at < ${oldest}
		${atMost(limits.rowsAtOnce)}`);
	await removeDeliveries(transaction, old);
	return old.length;
}

/** What is fetched by nobody would wait for ever: tries that are sent come to an end, these do not. */
async function removeUnfetched(transaction: Transaction, oldest: string): Promise<number> {
	const old = await transaction.all<{ id: string; queue_id: string; object_id: string | null }>(sql`
		select deliveries.id, deliveries.queue_id, deliveries.object_id
		from webhooks ${joinInOrder} deliveries on deliveries.queue_id = webhooks.queue_id
		where webhooks.delivery = 'pull' and deliveries.status = 'pending' and deliveries.created_at < ${oldest}
		${atMost(limits.rowsAtOnce)}`);
	await removeDeliveries(transaction, old);
	await letAllGo(
		transaction,
		old.map((delivery) => ({ ...delivery, at: oldest })),
	);
	return old.length;
}

/** What happened to a deal that is there stays in its history, in short. */
async function removeEvents(
	transaction: Transaction,
	workspaceId: string,
	oldest: string,
): Promise<number> {
	const old = await transaction.all<{ id: string }>(sql`
			select id from events
			where workspace_id = ${workspaceId} and sequence < coalesce(
					(select sequence from events where workspace_id = ${workspaceId} and timestamp >= ${oldest}
						order by sequence limit 1),
					${Number.MAX_SAFE_INTEGER})
				and not exists (select 1 from deliveries where deliveries.event_id = events.id)
				and not exists (
					select 1 from events as of join deliveries on deliveries.event_id = of.id
					where of.workspace_id = events.workspace_id and of.change_id = events.change_id
						and of.sequence > events.sequence - ${MOST_EVENTS_OF_CHANGE}
						and of.sequence < events.sequence + ${MOST_EVENTS_OF_CHANGE})
			order by sequence ${atMost(limits.rowsAtOnce)}`);
	const ids = old.map(({ id }) => id);
	await keepHistory(transaction, ids);
	await transaction.run(sql`delete from events where ${isAmong(sql`id`, ids)}`);
	return ids.length;
}
