import type { Reader, Transaction } from '../database/database';
import { sql } from '../database/sql';

/** Returns what the database recognises its key by; undefined while its secrets are stored in clear. */
export async function storedCheckValue(reader: Reader): Promise<string | undefined> {
	const row = await reader.get<{ check_value: string }>(sql`select check_value from secret_key`);
	return row?.check_value;
}

/** Has the database recognise another key from now on. */
export async function storeCheckValue(transaction: Transaction, value: string): Promise<void> {
	await transaction.run(sql`delete from secret_key`);
	await transaction.run(sql`insert into secret_key (check_value) values (${value})`);
}
