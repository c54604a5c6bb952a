import type { Transaction } from '../../database/database';
import { demandAlone } from '../../database/demandAlone';
import { sql } from '../../database/sql';
import { type ResetWebhook, resetSecrets } from '../../webhooks/resetSecrets';
import { storeCheckValue } from '../../secrets/checkValue';
import { checkValueOf } from '../../secrets/key';
import { newSecrets } from '../../secrets/secrets';
import { firstKey } from '../../secrets/unlock';
import type { KeySource } from '../../secrets/keyFile';

/**
 * Has the key that is there open a database whose own key was lost. Every secret in it is made anew, and returned with
 * its webhook; what cannot be made anew is removed.
 *
 * @throws InUse while a service works with the database
 */
export async function resetKey(
	transaction: Transaction,
	source: KeySource,
	now: Date,
): Promise<ResetWebhook[]> {
	await demandAlone(transaction);
	const key = firstKey(source);
	await storeCheckValue(transaction, checkValueOf(key));
	// It is made again with the first form that is shown.
	await transaction.run(sql`delete from service_keys`);
	return resetSecrets(transaction, newSecrets(key), now);
}
