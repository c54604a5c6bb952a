import type { Reader, Transaction } from '../database/database';
import { sql } from '../database/sql';
import { newId } from '../values/ids';

/** A client's own CRM: nothing in it is seen from another. */
export type Workspace = { id: string; name: string; currency: string; created_at: string };

/** Currency of deals in a workspace that was made without naming one. */
export const DEFAULT_CURRENCY = 'USD';

/** Makes a workspace; its name must be free. */
export async function createWorkspace(
	transaction: Transaction,
	name: string,
	currency: string,
	now: Date,
): Promise<Workspace> {
	const workspace = { id: newId('ws'), name, currency, created_at: now.toISOString() };
	await transaction.run(sql`
		insert into workspaces (id, name, currency, created_at)
		values (${workspace.id}, ${name}, ${currency}, ${workspace.created_at})`);
	await transaction.run(
		sql`insert into counters (workspace_id, sequence) values (${workspace.id}, 0)`,
	);
	return workspace;
}

/** Gives a workspace another name, which must be free. */
export async function renameWorkspace(
	transaction: Transaction,
	id: string,
	name: string,
): Promise<void> {
	await transaction.run(sql`update workspaces set name = ${name} where id = ${id}`);
}

/** Returns every workspace that is in use, oldest first. */
export function listWorkspaces(reader: Reader): Promise<Workspace[]> {
	return reader.all<Workspace>(
		sql`select id, name, currency, created_at from workspaces where deleted_at is null order by id`,
	);
}

/** Returns the workspace with the id, which exists as long as one of its keys does. */
export async function getWorkspace(reader: Reader, id: string): Promise<Workspace> {
	const workspace = await reader.get<Workspace>(
		sql`select id, name, currency, created_at from workspaces where id = ${id}`,
	);
	return workspace as Workspace;
}
