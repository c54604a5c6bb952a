import type { Reader } from './database';
import type { LookUp } from './lookUp';

/** Returns the rows of a key: those that were read ahead, where nothing was written that could be another answer. */
export async function lookedUpBy<T>(
	reader: Reader,
	lookUp: LookUp,
	workspaceId: string,
	key: string,
): Promise<T[]> {
	const ahead = reader.readAhead?.<T>(lookUp, key);
	if (ahead) return ahead;
	const rows = await reader.all<T>(lookUp.one(workspaceId, key));
	reader.learn?.(lookUp, key, rows);
	return rows;
}
