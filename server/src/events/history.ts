import type { Event } from '../../../contract/types';
import type { Reader } from '../database/database';
import { atMost, nothing, sql } from '../database/sql';
import { type StoredEvent, wholeEvent } from '../webhooks/wholeEvent';
import { type KeptChange, loadKeptHistory } from './loadKeptHistory';

/** A change in the history of a deal: its event while that is kept, else what is left of it. */
export type HistoricChange = { sequence: number } & Pick<
	KeptChange,
	'made_by' | 'run_id' | 'undo'
> &
	({ event: Event } | { kept: KeptChange });

type HistoricEvent = StoredEvent & Pick<KeptChange, 'sequence' | 'made_by' | 'run_id' | 'undo'>;

/**
 * Returns what happened to a deal, newest first, from before an event's sequence on. What fires beside deal.updated
 * says the same once more and is left out.
 */
export async function loadDealHistory(
	reader: Reader,
	workspaceId: string,
	dealId: string,
	{ before, limit }: { before?: number; limit: number },
): Promise<HistoricChange[]> {
	const rows = await reader.all<HistoricEvent>(sql`
		select sequence, body, shape, made_by, run_id, undo from events
		where deal_id = ${dealId} and workspace_id = ${workspaceId}
			and type in ('deal.created', 'deal.updated', 'form.submitted')
			${before === undefined ? nothing : sql`and sequence < ${before}`}
		order by sequence desc ${atMost(limit)}`);
	const recent = rows.map(({ body, shape, ...row }) => ({
		...row,
		sequence: Number(row.sequence),
		event: JSON.parse(wholeEvent({ body, shape })) as Event,
	}));
	const older = await loadKeptHistory(reader, workspaceId, dealId, { before, limit });
	// An event that is still to be delivered stays where younger ones are gone.
	return [...recent, ...older.map((kept) => ({ ...kept, kept }))]
		.sort((one, other) => other.sequence - one.sequence)
		.slice(0, limit);
}
