import type { Database } from './database/database';
import { sql } from './database/sql';
import { forgetOldKeys } from './idempotency';

const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
const EVERY_MS = 60 * 60 * 1000;

/** Few enough rows that nobody waits for them. */
const ROWS_AT_ONCE = 500;

/**
 * Removes what is older than 30 days: events, and deliveries that are done with their log. What still waits to be
 * delivered, or is held, stays with its event. Returns what stops it.
 */
export function keepThirtyDays(database: Database, now: () => Date): () => void {
	const timer = setInterval(() => void removeOld(database, now()), EVERY_MS);
	timer.unref();
	return () => clearInterval(timer);
}

/** Removes everything that is too old at a time. */
export async function removeOld(database: Database, now: Date): Promise<void> {
	await database.write((transaction) => forgetOldKeys(transaction, now));
	const oldest = new Date(now.getTime() - KEPT_MS).toISOString();
	while ((await removeDeliveries(database, oldest)) === ROWS_AT_ONCE);
	while ((await removeEvents(database, oldest)) === ROWS_AT_ONCE);
}

function removeDeliveries(database: Database, oldest: string): Promise<number> {
	return database.write(async (transaction) => {
		const old = await transaction.all<{ id: string }>(sql`
			select id from deliveries where created_at < ${oldest} and status in ('succeeded', 'failed')
			limit ${ROWS_AT_ONCE}`);
		for (const { id } of old) {
			await transaction.run(sql`delete from attempts where delivery_id = ${id}`);
			await transaction.run(sql`delete from deliveries where id = ${id}`);
		}
		return old.length;
	});
}

/** The newest event stays, for the next one's sequence follows it. */
function removeEvents(database: Database, oldest: string): Promise<number> {
	return database.write((transaction) =>
		transaction.run(sql`
			delete from events where sequence in (
				select sequence from events
				where timestamp < ${oldest} and sequence < (select max(sequence) from events)
					and not exists (select 1 from deliveries where deliveries.event_id = events.id)
				limit ${ROWS_AT_ONCE})`),
	);
}
