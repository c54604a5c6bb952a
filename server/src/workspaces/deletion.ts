import { nameKey } from '../../../contract/identity';
import type { Reader, Transaction } from '../database/database';
import { sql } from '../database/sql';
import { listWorkspaces, type Workspace } from './store';

/** A workspace that nobody reaches any more, with when it was deleted. */
export type DeletedWorkspace = Workspace & { deleted_at: string };

/** So long a deleted workspace can be restored. */
const RESTORABLE_MS = 7 * 24 * 60 * 60 * 1000;

/** Why a workspace is not deleted or restored. */
export type DeletionFault = 'unknown' | 'last' | 'too_late';

/**
 * Ends every access to a workspace: keys, pages, forms and webhooks. It stays as it is until it can no longer be restored.
 *
 * @returns why nothing was done, undefined when it was
 */
export async function deleteWorkspace(
	transaction: Transaction,
	id: string,
	now: Date,
): Promise<DeletionFault | undefined> {
	const workspaces = await listWorkspaces(transaction);
	if (!workspaces.some((workspace) => workspace.id === id)) return 'unknown';
	// Somebody who is signed in is always in one.
	if (workspaces.length === 1) return 'last';
	await transaction.run(
		sql`update workspaces set deleted_at = ${now.toISOString()} where id = ${id}`,
	);
	await transaction.run(sql`update sessions set workspace_id = null where workspace_id = ${id}`);
	return undefined;
}

/** Gives a deleted workspace back, with everything it had; returns why not, undefined when it was. */
export async function restoreWorkspace(
	transaction: Transaction,
	id: string,
	now: Date,
): Promise<DeletionFault | undefined> {
	const deleted = (await listDeletedWorkspaces(transaction)).find((each) => each.id === id);
	if (!deleted) return 'unknown';
	if (restorableUntil(deleted) <= now) return 'too_late';
	await transaction.run(sql`update workspaces set deleted_at = null where id = ${id}`);
	return undefined;
}

/** Returns the workspaces that were deleted and are not removed yet, the last one first. */
export function listDeletedWorkspaces(reader: Reader): Promise<DeletedWorkspace[]> {
	return reader.all<DeletedWorkspace>(sql`
		select id, name, currency, created_at, deleted_at from workspaces
		where deleted_at is not null order by deleted_at desc, id`);
}

/** Returns until when a deleted workspace can be restored; from then on it is being removed. */
export function restorableUntil({ deleted_at }: Pick<DeletedWorkspace, 'deleted_at'>): Date {
	return new Date(Date.parse(deleted_at) + RESTORABLE_MS);
}

/** Returns how many deals a workspace has. */
export async function countDeals(reader: Reader, id: string): Promise<number> {
	const row = await reader.get<{ deals: number }>(sql`
		select coalesce(sum(deals), 0) as deals from stage_totals where workspace_id = ${id}`);
	return Number(row?.deals ?? 0);
}

/** Line breaks and other characters that a list, a heading or a terminal does not show as text. */
const NOT_OF_A_LINE = /[\p{Cc}\u2028\u2029]/u;

/**
 * Returns the sentence that refuses a name that is not of one line, or that reads like that of another workspace, also one
 * that was deleted; undefined for one that a workspace can be given.
 */
export async function nameFault(
	reader: Reader,
	name: string,
	ownId?: string,
): Promise<string | undefined> {
	if (NOT_OF_A_LINE.test(name))
		return `The name ${JSON.stringify(name)} has a line break or another control character in it. Write it in one line.`;
	const readsAlike = (each: { name: string }) => nameKey(each.name) === nameKey(name);
	const other = (await listWorkspaces(reader)).find(
		(each) => each.id !== ownId && readsAlike(each),
	);
	if (other) return `There is a workspace "${other.name}" already. Choose another name.`;
	const deleted = (await listDeletedWorkspaces(reader)).find(readsAlike);
	return (
		deleted &&
		`The workspace "${deleted.name}" that was deleted has this name until it is removed, after ${restorableUntil(deleted).toISOString().slice(0, 10)}. Choose another name, or restore it.`
	);
}
