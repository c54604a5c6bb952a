import type { KeyObject } from 'node:crypto';
import { checkValueOf } from './key';
import { keyFileOf, keyInFile, nextKeyInFile, takeNextKey, type KeySource } from './keyFile';
import { WrongKey } from './wrongKey';

/**
 * Returns the key that a database recognises by its check value. Finishes a change of the key that was interrupted.
 *
 * @param ifLost the sentence that says what to do when nobody has the key any more
 * @throws WrongKey, with a sentence that says what to do
 */
export function rightKey(
	checkValue: string,
	{ given, folder, isOfUrl }: KeySource,
	ifLost = IF_LOST,
): KeyObject {
	const isRight = (key: KeyObject | undefined) =>
		key !== undefined && checkValueOf(key) === checkValue;
	if (given) {
		if (isRight(given)) return given;
		if (isOfUrl) throw new WrongKey(otherThanOfUrl(folder, isRight, ifLost));
		throw new WrongKey(
			isRight(keyInFile(folder)) ? inFileInstead(folder) : otherGiven(folder, ifLost),
		);
	}
	const next = nextKeyInFile(folder);
	if (next && isRight(next)) {
		takeNextKey(folder);
		return next;
	}
	const key = keyInFile(folder);
	if (key && isRight(key)) return key;
	throw new WrongKey(key ? otherInFile(folder, ifLost) : noKey(folder, ifLost));
}

/**
 * Sees that the key of a database is there, before something is done to it that cannot be undone. One whose secrets are
 * stored in clear takes any key.
 *
 * @throws WrongKey, with a sentence that says what to do
 */
export function demandRightKey(
	checkValue: string | undefined,
	source: KeySource,
	ifLost?: string,
): void {
	if (checkValue !== undefined) rightKey(checkValue, source, ifLost);
	else if (!source.given) keyInFile(source.folder);
}

/** A database that was moved has the key that was in the file. */
function otherThanOfUrl(
	folder: string,
	isRight: (key: KeyObject | undefined) => boolean,
	ifLost: string,
): string {
	const key =
		'FLUID_SECRET_KEY is not the key that the database in DATABASE_URL was encrypted with.';
	if (isRight(readable(folder)))
		return `${key} That is in ${keyFileOf(folder)}: set FLUID_SECRET_KEY to what is in that file.`;
	return `${key} Set the one that was in use when its first process started, or check that DATABASE_URL names the right database. ${ifLost}`;
}

function readable(folder: string): KeyObject | undefined {
	try {
		return keyInFile(folder);
	} catch {
		return undefined;
	}
}

function inFileInstead(folder: string): string {
	return `FLUID_SECRET_KEY is set, but the database in ${folder} was encrypted with the key in ${keyFileOf(folder)}. Unset FLUID_SECRET_KEY, or change to it: unset it, set FLUID_NEW_SECRET_KEY to its value, and run ${COMMAND} change`;
}

function otherGiven(folder: string, ifLost: string): string {
	return `FLUID_SECRET_KEY is not the key that the database in ${folder} was encrypted with. Set the one that was in use, or the one that belongs to the backup. ${ifLost}`;
}

function otherInFile(folder: string, ifLost: string): string {
	return `${keyFileOf(folder)} holds another key than the one that the database in ${folder} was encrypted with. Put the file back that belongs to the database, or set FLUID_SECRET_KEY if the key was given there. ${ifLost}`;
}

function noKey(folder: string, ifLost: string): string {
	return `The key that the database in ${folder} was encrypted with is missing: FLUID_SECRET_KEY is not set, and there is no ${keyFileOf(folder)}. Set the variable, or put the file back from your backup. ${ifLost}`;
}

const COMMAND = 'npm run -s fluid -- secret-key';

/** What to do about tables of an earlier version whose key nobody has any more: new secrets stand in those of today. */
export const IF_LOST_IN_OLDER =
	'If the key is lost for good, upgrade without it, and make new secrets then: npm run -s fluid -- upgrade --without-key';

const IF_LOST = `If the key is lost for good, make new secrets with: ${COMMAND} reset`;
