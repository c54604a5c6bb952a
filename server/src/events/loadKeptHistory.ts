import type { Reader, Transaction } from '../database/database';
import { atMost, dialects, isAmong, nothing, sql } from '../database/sql';

/** What is kept of a change of a deal when its event is gone: that it was, what it changed, and what made it. */
export type KeptChange = {
	sequence: number;
	type: string;
	timestamp: string;
	changed_fields: string[];
	made_by: string | null;
	run_id: string | null;
	undo: number;
};

const CHANGED_FIELDS = dialects(
	sql`coalesce(json_extract(body, '$.changed_fields'), '[]')`,
	sql`coalesce((body::json -> 'changed_fields')::text, '[]')`,
);

/** Keeps, of events that are about to go, what the history of a deal shows of them for as long as the deal is there. */
export async function keepHistory(transaction: Transaction, eventIds: string[]): Promise<void> {
	await transaction.run(sql`
		insert into deal_history (workspace_id, deal_id, sequence, type, timestamp, changed_fields, made_by, run_id, undo)
		select workspace_id, deal_id, sequence, type, timestamp, ${CHANGED_FIELDS}, made_by, run_id, undo from events
		where ${isAmong(sql`id`, eventIds)} and type in ('deal.created', 'deal.updated', 'form.submitted')
			and exists (select 1 from deals where deals.id = events.deal_id)
		on conflict do nothing`);
}

/** Returns what is kept of a deal's older changes, newest first, from before an event's sequence on. */
export async function loadKeptHistory(
	reader: Reader,
	workspaceId: string,
	dealId: string,
	{ before, limit }: { before?: number | undefined; limit: number },
): Promise<KeptChange[]> {
	const rows = await reader.all<KeptChange & { changed_fields: string }>(sql`
		select sequence, type, timestamp, changed_fields, made_by, run_id, undo from deal_history
		where workspace_id = ${workspaceId} and deal_id = ${dealId}
			${before === undefined ? nothing : sql`and sequence < ${before}`}
		order by sequence desc ${atMost(limit)}`);
	return rows.map((row) => ({
		...row,
		sequence: Number(row.sequence),
		changed_fields: JSON.parse(row.changed_fields) as string[],
	}));
}
