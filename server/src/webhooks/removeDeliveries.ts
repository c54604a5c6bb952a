import type { Transaction } from '../database/database';
import { oneOf, sql } from '../database/sql';

/** Removes deliveries with their log. */
export async function removeDeliveries(
	transaction: Transaction,
	deliveries: Array<{ id: string }>,
): Promise<void> {
	if (deliveries.length === 0) return;
	const these = oneOf(deliveries.map(({ id }) => id));
	// A try that is being written has its delivery locked: its line of the log is there by the time the delivery is gone.
	await transaction.run(sql`delete from deliveries where id in ${these}`);
	await transaction.run(sql`delete from attempts where delivery_id in ${these}`);
}
