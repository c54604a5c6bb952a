import type { Database, Transaction } from '../database/database';
import { inParts } from '../database/inParts';
import { limits } from '../limits';
import { lockQueues } from './lockQueues';
import { atMost, laterOf, sql } from '../database/sql';
import { removeDeliveries } from './removeDeliveries';

/** A queue, and whose it is. */
export type OwnedQueue = { workspace_id: string; queue_id: string };

/**
 * Holds some of what waits in a queue that no active webhook has, of which `holdAll` and `finishBacklogs` do the rest;
 * returns how many. Where one was resumed meanwhile, what is left is sent. What arrives in the same moment, which another
 * transaction writes on PostgreSQL, has arrived: the row itself is asked for its status once more.
 */
export async function holdSome(transaction: Transaction, queueId: string): Promise<number> {
	await lockQueues(transaction, [queueId]);
	return transaction.count(sql`
		update deliveries set status = 'held', next_attempt_at = null
		where id in (
			select id from deliveries where queue_id = ${queueId} and status = 'pending'
			${atMost(limits.rowsAtOnce)})
			and status = 'pending'
			and not exists (select 1 from webhooks where queue_id = ${queueId} and status = 'active')`);
}

/** Holds all that waits in a queue that no active webhook has, a few rows at a time. */
export function holdAll(
	database: Database,
	{ workspace_id, queue_id }: OwnedQueue,
	stopping?: AbortSignal,
): Promise<void> {
	return inParts(
		() => database.write(workspace_id, (transaction) => holdSome(transaction, queue_id)),
		stopping,
	);
}

/**
 * Has what was held sent, the oldest first, where a webhook that keeps the order was resumed: the next event of a deal
 * must not overtake it. A few rows at a time; what a consumer catches up with, or leaves out, is not meant.
 */
export function releaseHeld(
	database: Database,
	{ workspace_id, queue_id }: OwnedQueue,
	now: () => Date,
	stopping?: AbortSignal,
): Promise<void> {
	return inParts(
		() => database.write(workspace_id, (transaction) => releaseSome(transaction, queue_id, now())),
		stopping,
	);
}

async function releaseSome(transaction: Transaction, queueId: string, now: Date): Promise<number> {
	await lockQueues(transaction, [queueId]);
	return transaction.count(sql`
		update deliveries set status = 'pending', next_attempt_at = ${laterOf(sql`coalesce(claimed_until, '')`, now.toISOString())}
		where id in (
			select id from deliveries where queue_id = ${queueId} and status = 'held'
			order by id ${atMost(limits.rowsAtOnce)})
			and status = 'held'
			and exists (select 1 from webhooks where queue_id = ${queueId} and status = 'active'
				and ordering = 'per_object' and is_lining_up = 0)
			and not exists (select 1 from consumers where queue_id = ${queueId} and held_before is not null)`);
}

/** Removes the first deliveries of a queue that nobody needs any more; `finishBacklogs` does the rest. */
export async function removeFirst(
	transaction: Transaction,
	{ workspace_id, queue_id }: OwnedQueue,
): Promise<void> {
	await transaction.run(
		sql`insert into removed_webhooks (workspace_id, id) values (${workspace_id}, ${queue_id})`,
	);
	await removeSome(transaction, queue_id);
}

/** Removes some deliveries of such a queue; returns how many. */
export async function removeSome(transaction: Transaction, queueId: string): Promise<number> {
	const some = await transaction.all<{ id: string }>(sql`
		select id from deliveries where queue_id = ${queueId} order by id ${atMost(limits.rowsAtOnce)}`);
	await removeDeliveries(transaction, some);
	if (some.length < limits.rowsAtOnce)
		await transaction.run(sql`delete from removed_webhooks where id = ${queueId}`);
	return some.length;
}
