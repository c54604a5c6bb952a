import type { Reader } from '../database/database';
import { sql } from '../database/sql';

/** Events, and deliveries that are done, are kept for 30 days. */
export const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** Returns since when events are kept. */
export function keptSince(now: Date): string {
	return new Date(now.getTime() - KEPT_MS).toISOString();
}

/** Returns whether a workspace was made since a time, so that none of its events is older. */
export async function isMadeSince(
	reader: Reader,
	workspaceId: string,
	since: string,
): Promise<boolean> {
	const found = await reader.get(
		sql`select 1 from workspaces where id = ${workspaceId} and created_at >= ${since}`,
	);
	return found !== undefined;
}
