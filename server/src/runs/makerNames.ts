import type { Reader } from '../database/database';
import { isAmong, sql } from '../database/sql';

/**
 * Returns the names of API keys and lead forms by their ids, also of keys that were deleted: what changes were made by. A
 * form that was deleted has none any more.
 */
export async function makerNames(
	reader: Reader,
	workspaceId: string,
	ids: Array<string | null>,
): Promise<Map<string, string>> {
	const asked = [...new Set(ids)].filter((id) => id !== null && id.includes('_')) as string[];
	if (asked.length === 0) return new Map();
	const rows = await reader.all<{ id: string; name: string }>(sql`
		select id, name from api_keys where workspace_id = ${workspaceId} and ${isAmong(sql`id`, asked)}
		union all select id, name from forms where workspace_id = ${workspaceId} and ${isAmong(sql`id`, asked)}`);
	return new Map(rows.map(({ id, name }) => [id, name]));
}
