import { randomBytes } from 'node:crypto';
import type { Reader, Transaction } from '../database/database';
import { sql } from '../database/sql';

/** Whoever knows the token sees names of the workspace and nothing else, so it is kept as it is. */
const TOKEN_BYTES = 18;

/** What a token begins with, which no call of the library does. */
export const TOKEN_PREFIX = 'lib_';

/** Returns the token of a workspace's own library; null while it has none. */
export async function findLibraryToken(
	reader: Reader,
	workspaceId: string,
): Promise<string | null> {
	const row = await reader.get<{ library_token: string | null }>(
		sql`select library_token from workspaces where id = ${workspaceId}`,
	);
	return row?.library_token ?? null;
}

/** Gives a workspace a library of its own, or another address for it: the one before answers no more. Returns its token. */
export async function renewLibraryToken(
	transaction: Transaction,
	workspaceId: string,
): Promise<string> {
	const token = `${TOKEN_PREFIX}${randomBytes(TOKEN_BYTES).toString('base64url')}`;
	await transaction.run(
		sql`update workspaces set library_token = ${token} where id = ${workspaceId}`,
	);
	return token;
}

/** Takes a workspace's own library away. */
export async function removeLibraryToken(
	transaction: Transaction,
	workspaceId: string,
): Promise<void> {
	await transaction.run(sql`update workspaces set library_token = null where id = ${workspaceId}`);
}

/** Returns the workspace whose library a token opens; undefined for none, and for one that was deleted. */
export function findWorkspaceByLibraryToken(
	reader: Reader,
	token: string,
): Promise<{ id: string; name: string } | undefined> {
	return reader.get<{ id: string; name: string }>(sql`
		select id, name from workspaces where library_token = ${token} and deleted_at is null`);
}
