import type { Event } from '../../../contract/types';
import type { Reader } from '../database/database';
import { atMost, nothing, sql } from '../database/sql';
import { type StoredEvent, wholeEvent } from '../webhooks/wholeEvent';

/**
 * Returns what happened to a deal, newest first, from before an event's sequence on. What fires beside deal.updated
 * says the same once more and is left out.
 */
export async function dealHistory(
	reader: Reader,
	workspaceId: string,
	dealId: string,
	{ before, limit }: { before?: number; limit: number },
): Promise<Event[]> {
	const rows = await reader.all<StoredEvent>(sql`
		select body, shape from events
		where deal_id = ${dealId} and workspace_id = ${workspaceId}
			and type in ('deal.created', 'deal.updated', 'form.submitted')
			${before === undefined ? nothing : sql`and sequence < ${before}`}
		order by sequence desc ${atMost(limit)}`);
	return rows.map((row) => JSON.parse(wholeEvent(row)) as Event);
}
