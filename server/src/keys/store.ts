import type { Database, Reader, Transaction } from '../database/database';
import { sql } from '../database/sql';
import { newId } from '../values/ids';
import { hashKey, newKey } from './key';

/** An API key as it is stored; the key itself is not. */
export type ApiKey = {
	id: string;
	workspace_id: string;
	name: string;
	last_four: string;
	created_at: string;
	last_used_at: string | null;
	deleted_at: string | null;
};

/** A key as it is looked up for a request, with when its workspace was deleted. */
export type FoundKey = ApiKey & { workspace_name: string; workspace_deleted_at: string | null };

/**
 * Makes a key and returns it: the only time it can be seen.
 *
 * @param id chosen beforehand by a form, so that the form makes one key however often it is sent
 */
export async function createKey(
	transaction: Transaction,
	workspaceId: string,
	name: string,
	now: Date,
	id = newId('key'),
): Promise<{ id: string; key: string }> {
	const key = newKey('workspace');
	await transaction.run(sql`
		insert into api_keys (id, workspace_id, name, hash, last_four, created_at)
		values (${id}, ${workspaceId}, ${name}, ${hashKey(key)}, ${key.slice(-4)}, ${now.toISOString()})`);
	return { id, key };
}

/** Returns the key, deleted or not, or undefined. */
export function findKey(reader: Reader, key: string): Promise<FoundKey | undefined> {
	return reader.get<FoundKey>(sql`
		select api_keys.id, workspace_id, api_keys.name, last_four, api_keys.created_at, last_used_at, api_keys.deleted_at,
			workspaces.name as workspace_name, workspaces.deleted_at as workspace_deleted_at
		from api_keys join workspaces on workspaces.id = api_keys.workspace_id where hash = ${hashKey(key)}`);
}

/** Returns the key with the id, deleted or not and whatever its workspace, or undefined. */
export function keyById(reader: Reader, id: string): Promise<ApiKey | undefined> {
	return reader.get<ApiKey>(sql`
		select id, workspace_id, name, last_four, created_at, last_used_at, deleted_at
		from api_keys where id = ${id}`);
}

/** Returns the workspace's keys that give access, oldest first. */
export function listKeys(reader: Reader, workspaceId: string): Promise<ApiKey[]> {
	return reader.all<ApiKey>(sql`
		select id, workspace_id, name, last_four, created_at, last_used_at, deleted_at
		from api_keys where workspace_id = ${workspaceId} and deleted_at is null order by created_at, id`);
}

/** Ends a key's access; returns whether it had any. Its row stays, so that the answer to its user says what happened. */
export async function deleteKey(
	transaction: Transaction,
	workspaceId: string,
	id: string,
	now: Date,
): Promise<boolean> {
	const deleted = await transaction.count(sql`
		update api_keys set deleted_at = ${now.toISOString()}
		where workspace_id = ${workspaceId} and id = ${id} and deleted_at is null`);
	return deleted === 1;
}

/** Notes that a key was used. */
export async function recordUse(database: Database, id: string, now: Date): Promise<void> {
	await database.writeService((transaction) =>
		transaction.run(sql`update api_keys set last_used_at = ${now.toISOString()} where id = ${id}`),
	);
}
