import type { Transaction } from '../database/database';
import { sql } from '../database/sql';
import type { Purpose } from './key';

/** Returns what is to be stored of a secret instead of what is stored now. */
type Rewrite = (purpose: Purpose, owner: string, stored: string) => string;

type StoredWebhook = {
	id: string;
	secret: string;
	auth_header: string | null;
	old_secrets: string;
};

/** Rewrites every secret that is stored, and returns how many there are. A secret that is added elsewhere belongs here. */
export async function rewriteSecrets(transaction: Transaction, rewrite: Rewrite): Promise<number> {
	let count = 0;
	const counting: Rewrite = (...secret) => {
		count += 1;
		return rewrite(...secret);
	};
	await rewriteWebhooks(transaction, counting);
	await rewriteServiceKeys(transaction, counting);
	return count;
}

async function rewriteWebhooks(transaction: Transaction, rewrite: Rewrite): Promise<void> {
	const webhooks = await transaction.all<StoredWebhook>(
		sql`select id, secret, auth_header, old_secrets from webhooks`,
	);
	for (const { id, secret, auth_header, old_secrets } of webhooks) {
		const signing = (stored: string) => rewrite('webhook signing secret', id, stored);
		const old = (JSON.parse(old_secrets) as Array<{ secret: string; until: string }>).map(
			(one) => ({ ...one, secret: signing(one.secret) }),
		);
		const authorization =
			auth_header === null ? null : rewrite('webhook Authorization header', id, auth_header);
		await transaction.run(sql`
			update webhooks set secret = ${signing(secret)}, auth_header = ${authorization},
				old_secrets = ${JSON.stringify(old)}
			where id = ${id}`);
	}
}

async function rewriteServiceKeys(transaction: Transaction, rewrite: Rewrite): Promise<void> {
	const keys = await transaction.all<{ name: string; value: string }>(
		sql`select name, value from service_keys`,
	);
	for (const { name, value } of keys) {
		const rewritten = rewrite('form token key', name, value);
		await transaction.run(sql`update service_keys set value = ${rewritten} where name = ${name}`);
	}
}
