import { createHash, randomBytes } from 'node:crypto';
import type { Reader, Transaction } from '../database/database';
import { sql } from '../database/sql';

const LINK_MS = 24 * 60 * 60 * 1000;

/** Makes a link that signs in once, within a day; returns its path. */
export async function createSignInLink(transaction: Transaction, now: Date): Promise<string> {
	const secret = randomBytes(24).toString('base64url');
	const expiresAt = new Date(now.getTime() + LINK_MS).toISOString();
	await transaction.run(sql`
		insert into sign_in_links (hash, expires_at) values (${hashOf(secret)}, ${expiresAt})`);
	return `/sign-in/${secret}`;
}

/** Returns whether a link is good. */
export async function isGoodLink(reader: Reader, secret: string, now: Date): Promise<boolean> {
	const found = await reader.get(sql`
		select hash from sign_in_links where hash = ${hashOf(secret)} and expires_at > ${now.toISOString()}`);
	return found !== undefined;
}

/** Uses a link up; returns whether it was good. */
export async function useSignInLink(
	transaction: Transaction,
	secret: string,
	now: Date,
): Promise<boolean> {
	const used = await transaction.count(sql`
		delete from sign_in_links where hash = ${hashOf(secret)} and expires_at > ${now.toISOString()}`);
	await transaction.count(sql`delete from sign_in_links where expires_at <= ${now.toISOString()}`);
	return used === 1;
}

function hashOf(secret: string): string {
	return createHash('sha256').update(secret).digest('hex');
}
