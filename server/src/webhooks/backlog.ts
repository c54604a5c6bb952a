import type { Database, Transaction } from '../database/database';
import { inParts, ROWS_AT_ONCE } from '../database/inParts';
import { sql } from '../database/sql';
import { repeatedly } from '../timing/repeatedly';
import { removeDelivery } from './removeDelivery';

const EVERY_MS = 1_000;

/**
 * Finishes what pausing and removing webhooks leave to be done where hundreds of thousands of deliveries wait, each
 * second; also what an earlier process left. Returns what stops it.
 *
 * @param report hears of what went wrong; the next second tries again
 */
export function keepBacklogsInOrder(
	database: Database,
	report: (reason: unknown) => void,
): () => Promise<void> {
	return repeatedly(EVERY_MS, (stopping) => finishBacklogs(database, stopping), report);
}

/** Holds what waits for paused webhooks, and removes what removed ones have left, a few rows at a time. */
export async function finishBacklogs(database: Database, stopping?: AbortSignal): Promise<void> {
	const paused = await database.all<{ id: string }>(sql`
		select id from webhooks where status = 'paused' and exists (
			select 1 from deliveries where webhook_id = webhooks.id and status = 'pending')`);
	for (const { id } of paused)
		await inParts(database, (transaction) => holdSome(transaction, id), stopping);
	const removed = await database.all<{ id: string }>(sql`select id from removed_webhooks`);
	for (const { id } of removed)
		await inParts(database, (transaction) => removeSome(transaction, id), stopping);
}

/**
 * Holds some of what waits for a paused webhook, of which `finishBacklogs` does the rest; returns how many. One that was
 * resumed meanwhile keeps what is left: it is sent.
 */
export function holdSome(transaction: Transaction, webhookId: string): Promise<number> {
	return transaction.run(sql`
		update deliveries set status = 'held', next_attempt_at = null
		where id in (
			select id from deliveries where webhook_id = ${webhookId} and status = 'pending'
			limit ${ROWS_AT_ONCE})
			and exists (select 1 from webhooks where id = ${webhookId} and status = 'paused')`);
}

/** Removes the first deliveries of a webhook that was just removed; `finishBacklogs` does the rest. */
export async function removeFirst(transaction: Transaction, webhookId: string): Promise<void> {
	await transaction.run(sql`insert into removed_webhooks (id) values (${webhookId})`);
	await removeSome(transaction, webhookId);
}

async function removeSome(transaction: Transaction, webhookId: string): Promise<number> {
	const some = await transaction.all<{ id: string }>(sql`
		select id from deliveries where webhook_id = ${webhookId} order by id limit ${ROWS_AT_ONCE}`);
	for (const { id } of some) await removeDelivery(transaction, id);
	if (some.length < ROWS_AT_ONCE)
		await transaction.run(sql`delete from removed_webhooks where id = ${webhookId}`);
	return some.length;
}
