import type { KeyObject } from 'node:crypto';
import type { Database } from '../database/database';
import { storeCheckValue, storedCheckValue } from './checkValue';
import { checkValueOf, newKeyText } from './key';
import { keyFileOf, keyInFile, takeNextKey, writeNextKey, type KeySource } from './keyFile';
import { newSecrets, type Secrets } from './secrets';
import { rewriteSecrets } from './storedSecrets';
import { rightKey } from './rightKey';
import { WrongKey } from './wrongKey';

/** An unlocked database. */
export type Unlocked = {
	secrets: Secrets;
	/** Whether it had no key until now. */
	isNewKey: boolean;
	/** How many of its secrets had been stored in clear until now. */
	sealedNow: number;
};

/**
 * Finds the key of a database and returns what opens its secrets. The first time there is no key yet: one is made where
 * none is given, and what is stored in clear is sealed with it.
 *
 * @param mayMake whether it may get a key where it has none, and be changed for that
 * @throws WrongKey, with a sentence that says what to do, when there is none or another one
 */
export async function unlock(
	database: Database,
	source: KeySource,
	mayMake = true,
): Promise<Unlocked> {
	const unlockedBy = (checkValue: string): Unlocked => ({
		secrets: newSecrets(rightKey(checkValue, source)),
		isNewKey: false,
		sealedNow: 0,
	});
	const known = await storedCheckValue(database);
	if (known !== undefined) return unlockedBy(known);
	if (!mayMake) throw new WrongKey(noKeyYet(source));
	return database.writeService(async (transaction) => {
		// Another process may have been faster.
		const stored = await storedCheckValue(transaction);
		if (stored !== undefined) return unlockedBy(stored);
		const key = firstKey(source);
		const secrets = newSecrets(key);
		const sealedNow = await rewriteSecrets(transaction, secrets.seal);
		await storeCheckValue(transaction, checkValueOf(key));
		return { secrets, isNewKey: true, sealedNow };
	});
}

/** Returns what to say of a database that has no key yet, where none is to be made. */
export function noKeyYet({ folder, isOfUrl }: KeySource): string {
	if (isOfUrl)
		return 'The database in DATABASE_URL has no key yet. Nothing was changed. Start the service first: it takes the one in FLUID_SECRET_KEY.';
	return `The database in ${folder} has no key yet, so what is secret in it is stored in clear. Nothing was changed. Have one made first: npm run -s fluid -- upgrade. Or start the service, which does so too.`;
}

/** Returns what to say of a database that has had no key until now. */
export function newKeySentence({ sealedNow }: Unlocked, source: KeySource): string {
	const key = source.given
		? 'Its key is the one in FLUID_SECRET_KEY now.'
		: `Its key is in ${keyFileOf(source.folder)} now: copy it to where your backups are not.`;
	const sealed =
		sealedNow === 0
			? ''
			: ` ${sealedNow === 1 ? '1 secret that was' : `${sealedNow.toLocaleString('en')} secrets that were`} stored in clear until now ${sealedNow === 1 ? 'is' : 'are'} encrypted with it; in older backups ${sealedNow === 1 ? 'it still stands' : 'they still stand'} in clear.`;
	return `The database had no key for its secrets yet. ${key}${sealed}`;
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
