import type { Transaction } from '../database/database';
import { oneOf, sql } from '../database/sql';

/** Removes deliveries with their log. */
export async function removeDeliveries(
	transaction: Transaction,
	deliveries: Array<{ id: string }>,
): Promise<void> {
	if (deliveries.length === 0) return;
	const these = oneOf(deliveries.map(({ id }) => id));
	await transaction.run(sql`delete from attempts where delivery_id in ${these}`);
	await transaction.run(sql`delete from deliveries where id in ${these}`);
}
