import type { Database, Transaction } from './database/database';
import { inParts, ROWS_AT_ONCE } from './database/inParts';
import { sql } from './database/sql';
import { forgetOldKeys } from './http/idempotency';
import { repeatedly } from './timing/repeatedly';
import { removeDelivery } from './webhooks/removeDelivery';

const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
const EVERY_MS = 60 * 60 * 1000;

/**
 * Removes what is older than 30 days, each hour: events, and deliveries that are done with their log. What still waits
 * to be delivered, or is held, stays with its event. Returns what stops it.
 *
 * @param report hears of what went wrong; the next hour tries again
 */
export function keepThirtyDays(
	database: Database,
	now: () => Date,
	report: (reason: unknown) => void,
): () => Promise<void> {
	return repeatedly(EVERY_MS, (stopping) => removeOld(database, now(), stopping), report);
}

/** Removes everything that is too old, a few rows at a time, until it is told to stop. */
export async function removeOld(
	database: Database,
	now: Date,
	stopping?: AbortSignal,
): Promise<void> {
	const oldest = new Date(now.getTime() - KEPT_MS).toISOString();
	await database.write((transaction) => forgetOldKeys(transaction, now));
	for (const remove of [removeDeliveries, removeEvents])
		await inParts(database, (transaction) => remove(transaction, oldest), stopping);
}

/** Ids and sequences follow time: the search ends at the first row that is young enough, and reads none behind it. */
async function removeDeliveries(transaction: Transaction, oldest: string): Promise<number> {
	const old = await transaction.all<{ id: string }>(sql`
		select id from deliveries
		where status in ('succeeded', 'failed') and id < coalesce(
			(select id from deliveries where created_at >= ${oldest} order by id limit 1), 'dlw')
		order by id limit ${ROWS_AT_ONCE}`);
	for (const { id } of old) await removeDelivery(transaction, id);
	return old.length;
}

/** The newest event stays, for the next one's sequence follows it. */
function removeEvents(transaction: Transaction, oldest: string): Promise<number> {
	return transaction.run(sql`
		delete from events where sequence in (
			select sequence from events
			where sequence < coalesce(
					(select sequence from events where timestamp >= ${oldest} order by sequence limit 1),
					(select max(sequence) from events))
				and not exists (select 1 from deliveries where deliveries.event_id = events.id)
			order by sequence limit ${ROWS_AT_ONCE})`);
}
