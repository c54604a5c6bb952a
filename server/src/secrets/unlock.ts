import type { KeyObject } from 'node:crypto';
import type { Database } from '../database/database';
import { storeCheckValue, storedCheckValue } from './checkValue';
import { checkValueOf, newKeyText } from './key';
import { keyInFile, takeNextKey, writeNextKey, type KeySource } from './keyFile';
import { newSecrets, type Secrets } from './secrets';
import { rewriteSecrets } from './storedSecrets';
import { rightKey } from './rightKey';
/** An unlocked database, and how many of its secrets had been stored in clear until now. */
export type Unlocked = { secrets: Secrets; sealedNow: number };

/**
 * Finds the key of a database and returns what opens its secrets. The first time there is no key yet: one is made where
 * none is given, and what is stored in clear is sealed with it.
 *
 * @throws WrongKey, with a sentence that says what to do, when there is none or another one
 */
export async function unlock(database: Database, source: KeySource): Promise<Unlocked> {
	const known = await storedCheckValue(database);
	if (known !== undefined) return { secrets: newSecrets(rightKey(known, source)), sealedNow: 0 };
	return database.writeService(async (transaction) => {
		// Another process may have been faster.
		const stored = await storedCheckValue(transaction);
		if (stored !== undefined)
			return { secrets: newSecrets(rightKey(stored, source)), sealedNow: 0 };
		const key = firstKey(source);
		const secrets = newSecrets(key);
		const sealedNow = await rewriteSecrets(transaction, secrets.seal);
		await storeCheckValue(transaction, checkValueOf(key));
		return { secrets, sealedNow };
	});
}

/** Returns the key for a database that has none yet: the one that is there, or one that is made. */
export function firstKey({ given, folder }: KeySource): KeyObject {
	return given ?? keyInFile(folder) ?? makeKey(folder);
}

/** The key is on disk before anything is sealed with it. */
function makeKey(folder: string): KeyObject {
	writeNextKey(folder, newKeyText());
	takeNextKey(folder);
	return keyInFile(folder) as KeyObject;
}
