import type { Reader } from './database';
import type { LookUp } from './lookUp';

/** Returns the rows of a key: those that were read ahead, where nothing was written that could be another answer. */
export async function lookedUpBy<T>(
	reader: Reader,
	lookUp: LookUp,
	workspaceId: string,
	key: string,
): Promise<T[]> {
	return reader.readAhead?.<T>(lookUp, key) ?? reader.all<T>(lookUp.one(workspaceId, key));
}
