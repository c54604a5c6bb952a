import type { Reader } from '../database/database';
import { sql } from '../database/sql';

/** Returns the sequence of a workspace's newest event; 0 when there is none. */
export async function findNewestSequence(reader: Reader, workspaceId: string): Promise<number> {
	const row = await reader.get<{ sequence: number | null }>(sql`
		select max(sequence) as sequence from events where workspace_id = ${workspaceId}`);
	return Number(row?.sequence ?? 0);
}
