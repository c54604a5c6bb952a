import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { isMentioned, searchText } from '../values/searchText';

/**
 * Has a connection know what records are searched by, as functions of texts: SQLite's own lower()
 * knows the letters A to Z only, and é in one of its two forms.
 */
export function addSearchText(connection: DatabaseSync): void {
	const options = { deterministic: true, varargs: true };
	connection.function('search_text', options, (workspaceId, ...texts) =>
		searchText(String(workspaceId), texts.map(textOrNull)),
	);
	connection.function('is_mentioned', options, (part, ...texts) =>
		Number(isMentioned(String(part), texts.map(textOrNull))),
	);
}

function textOrNull(value: SQLOutputValue): string | null {
	return typeof value === 'string' ? value : null;
}
