import type { Transaction } from '../database/database';
import { sql } from '../database/sql';

/** Removes a delivery with its log. */
export async function removeDelivery(transaction: Transaction, id: string): Promise<void> {
	await transaction.run(sql`delete from attempts where delivery_id = ${id}`);
	await transaction.run(sql`delete from deliveries where id = ${id}`);
}
