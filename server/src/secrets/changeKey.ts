import type { KeyObject } from 'node:crypto';
import type { Database } from '../database/database';
import { demandAlone } from '../database/demandAlone';
import { storeCheckValue, storedCheckValue } from './checkValue';
import { checkValueOf, newKeyText, readKey } from './key';
import { retireKeyFile, takeNextKey, writeNextKey, type KeySource } from './keyFile';
import { newSecrets, type Sealed } from './secrets';
import { rewriteSecrets } from './storedSecrets';
import { unlock } from './unlock';

/** How many secrets another key opens now, and the file in which the old one is kept, if it was in one. */
export type KeyChange = { count: number; oldKeyFile: string | undefined };

/**
 * Has another key open the secrets of a database; returns undefined when it is their key already. Interrupted at any
 * moment, all of them are sealed with the old key, or all with the new one.
 *
 * @param next the key from now on; undefined: one that is made, in the file of the data folder
 * @throws WrongKey when the key so far is not to be found
 * @throws InUse while a service works with the database: it would go on with the old key
 */
export async function changeKey(
	database: Database,
	source: KeySource,
	next: KeyObject | undefined,
): Promise<KeyChange | undefined> {
	if (next && (await storedCheckValue(database)) === checkValueOf(next)) return undefined;
	const { secrets: old } = await unlock(database, source, false);
	const key = next ?? newKeyInFile(source.folder);
	const { seal } = newSecrets(key);
	const count = await database.writeService(async (transaction) => {
		await demandAlone(transaction);
		await storeCheckValue(transaction, checkValueOf(key));
		return rewriteSecrets(transaction, (purpose, owner, stored) =>
			seal(purpose, owner, old.open(purpose, owner, stored as Sealed)),
		);
	});
	const { given, folder } = source;
	if (given && next) return { count, oldKeyFile: undefined };
	return { count, oldKeyFile: next ? retireKeyFile(folder) : takeNextKey(folder) };
}

/** On disk before anything is sealed with it; it takes the place of the old one when everything is. */
function newKeyInFile(folder: string): KeyObject {
	const text = newKeyText();
	writeNextKey(folder, text);
	return readKey(text) as KeyObject;
}
