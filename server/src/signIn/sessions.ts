import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Transaction } from '../database/database';
import { sql } from '../database/sql';
import type { AppContext } from '../context';

/**
 * A browser that is signed in. Its secret is only in its cookie; here is the secret's hash, under the password of the
 * service: another password signs everybody out.
 */
export type Session = { hash: string; workspace_id: string | null; expires_at: string };

/** The secret of a new session for its cookie, and until when it is good. */
export type NewSession = { secret: string; expiresAt: Date };

const SESSION_MS = 30 * 24 * 60 * 60 * 1000;

/** Signs a browser in; returns the secret for its cookie and until when it is good. */
export async function createSession(
	transaction: Transaction,
	{ config, now }: AppContext,
): Promise<NewSession> {
	const secret = randomBytes(32).toString('base64url');
	const createdAt = now();
	const expiresAt = new Date(createdAt.getTime() + SESSION_MS);
	await transaction.run(sql`delete from sessions where expires_at <= ${createdAt.toISOString()}`);
	await transaction.run(sql`
		insert into sessions (hash, workspace_id, created_at, expires_at)
		values (${hashOf(secret, config)}, null, ${createdAt.toISOString()}, ${expiresAt.toISOString()})`);
	return { secret, expiresAt };
}

/** Returns the session of a cookie while it is good. */
export function findSession(
	{ database, config, now }: AppContext,
	secret: string,
): Promise<Session | undefined> {
	return database.get<Session>(sql`
		select hash, workspace_id, expires_at from sessions
		where hash = ${hashOf(secret, config)} and expires_at > ${now().toISOString()}`);
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
export async function removeSession(
	transaction: Transaction,
	{ config }: AppContext,
	secret: string,
): Promise<void> {
	await transaction.run(sql`delete from sessions where hash = ${hashOf(secret, config)}`);
}

/** Returns what the forms of a session carry: nobody without its cookie can know it. */
export function tokenOf(secret: string): string {
	return createHmac('sha256', secret).update('form').digest('base64url');
}

/** Returns whether a form carries the token of a session; the time it takes does not reveal how much of it is right. */
export function isTokenOf(secret: string, given: unknown): boolean {
	const [seen, wanted] = [Buffer.from(String(given)), Buffer.from(tokenOf(secret))];
	return seen.length === wanted.length && timingSafeEqual(seen, wanted);
}

function hashOf(secret: string, { adminPassword }: AppContext['config']): string {
	return createHmac('sha256', adminPassword ?? '')
		.update(secret)
		.digest('hex');
}
