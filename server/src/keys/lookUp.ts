import type { Reader } from '../database/database';
import { findKey, type FoundKey } from './store';

/**
 * Returns what finds the API key with a text, deleted or not. Requests that arrive in the same turn of the event loop
 * share one look-up: after each commit of the writer the reader has to read its pages again, which costs as much as
 * storing a row. Nothing is kept for the next turn, so that deleting a key ends its access at once.
 */
export function newKeyLookUp(reader: Reader): (text: string) => Promise<FoundKey | undefined> {
	const thisTurn = new Map<string, Promise<FoundKey | undefined>>();

	return (text) => {
		const known = thisTurn.get(text);
		if (known) return known;
		if (thisTurn.size === 0) setImmediate(() => thisTurn.clear());
		const found = findKey(reader, text);
		thisTurn.set(text, found);
		return found;
	};
}
