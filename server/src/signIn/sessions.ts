import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Reader, Transaction } from '../database/database';
import { sql } from '../database/sql';

/** A browser that is signed in. Its secret is only in its cookie; here is the secret's hash. */
export type Session = { hash: string; workspace_id: string | null; expires_at: string };

const SESSION_MS = 30 * 24 * 60 * 60 * 1000;

/** Signs a browser in; returns the secret for its cookie and until when it is good. */
export async function createSession(
	transaction: Transaction,
	now: Date,
): Promise<{ secret: string; expiresAt: Date }> {
	const secret = randomBytes(32).toString('base64url');
	const expiresAt = new Date(now.getTime() + SESSION_MS);
	await transaction.run(sql`delete from sessions where expires_at <= ${now.toISOString()}`);
	await transaction.run(sql`
		insert into sessions (hash, workspace_id, created_at, expires_at)
		values (${hashOf(secret)}, null, ${now.toISOString()}, ${expiresAt.toISOString()})`);
	return { secret, expiresAt };
}

/** Returns the session of a cookie while it is good. */
export function findSession(
	reader: Reader,
	secret: string,
	now: Date,
): Promise<Session | undefined> {
	return reader.get<Session>(sql`
		select hash, workspace_id, expires_at from sessions
		where hash = ${hashOf(secret)} and expires_at > ${now.toISOString()}`);
}

/** Has a session look at a workspace. */
export async function setWorkspace(
	transaction: Transaction,
	{ hash }: Session,
	workspaceId: string,
): Promise<void> {
	await transaction.run(
		sql`update sessions set workspace_id = ${workspaceId} where hash = ${hash}`,
	);
}

/** Signs a browser out. */
export async function removeSession(transaction: Transaction, secret: string): Promise<void> {
	await transaction.run(sql`delete from sessions where hash = ${hashOf(secret)}`);
}

/** Returns what the forms of a session carry: nobody without its cookie can know it. */
export function tokenOf(secret: string): string {
	return createHmac('sha256', secret).update('form').digest('base64url');
}

function hashOf(secret: string): string {
	return createHash('sha256').update(secret).digest('hex');
}
