import type { Database, Reader, Transaction } from '../database/database';
import { sql } from '../database/sql';
import { hashKey, newKey } from '../keys/key';
import { newId } from '../values/ids';

/** An agency key as it is stored; the key itself is not. It belongs to no workspace. */
export type AgencyKey = {
	id: string;
	name: string;
	last_four: string;
	created_at: string;
	last_used_at: string | null;
	deleted_at: string | null;
};

const COLUMNS = sql`id, name, last_four, created_at, last_used_at, deleted_at`;

/** Makes an agency key and returns it: the only time it can be seen. */
export async function createAgencyKey(
	transaction: Transaction,
	name: string,
	now: Date,
): Promise<{ id: string; key: string }> {
	const id = newId('key');
	const key = newKey('agency');
	await transaction.run(sql`
		insert into agency_keys (id, name, hash, last_four, created_at)
		values (${id}, ${name}, ${hashKey(key)}, ${key.slice(-4)}, ${now.toISOString()})`);
	return { id, key };
}

/** Returns the agency key, deleted or not, or undefined. */
export function findAgencyKey(reader: Reader, key: string): Promise<AgencyKey | undefined> {
	return reader.get<AgencyKey>(
		sql`select ${COLUMNS} from agency_keys where hash = ${hashKey(key)}`,
	);
}

/** Returns the agency keys that give access, oldest first. */
export function listAgencyKeys(reader: Reader): Promise<AgencyKey[]> {
	return reader.all<AgencyKey>(
		sql`select ${COLUMNS} from agency_keys where deleted_at is null order by created_at, id`,
	);
}

/** Ends an agency key's access; returns whether it had any. Its row stays, so that the answer to its user says what happened. */
export async function deleteAgencyKey(
	transaction: Transaction,
	id: string,
	now: Date,
): Promise<boolean> {
	const deleted = await transaction.count(sql`
		update agency_keys set deleted_at = ${now.toISOString()} where id = ${id} and deleted_at is null`);
	return deleted === 1;
}

/** Notes that an agency key was used. */
export async function recordAgencyUse(database: Database, id: string, now: Date): Promise<void> {
	await database.writeService((transaction) =>
		transaction.run(
			sql`update agency_keys set last_used_at = ${now.toISOString()} where id = ${id}`,
		),
	);
}
