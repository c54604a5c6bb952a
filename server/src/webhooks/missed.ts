import type { Reader } from '../database/database';
import { sql, type Statement } from '../database/sql';
import { newId } from '../values/ids';
import { AT_ONCE, type ReplayPart, type ReplayRange, wantedOf } from './replay';
import type { WebhookRow } from './store';

/** A place among the deliveries that failed or were held: those of one status, between two ids. */
export type MissedPlace = { status: 'failed' | 'held'; after: string; before: string };

/** Returns the place before every delivery so far: what is sent again and fails at once is not looked at once more. */
export function firstMissed(): MissedPlace {
	return { status: 'failed', after: '', before: newId('dlv') };
}

/** Written out, because an index for some of the rows is found by its own words only. */
const IS_STATUS: Record<MissedPlace['status'], Statement> = {
	failed: sql`and deliveries.status = 'failed'`,
	held: sql`and deliveries.status = 'held'`,
};

/**
 * Returns some of the events of which no delivery to the webhook has arrived or is on its way, though one failed or was
 * held, each once. They are looked for among such deliveries, which are few, and not among all that happened.
 */
export async function someMissed(
	reader: Reader,
	webhook: WebhookRow,
	{ since, until, last }: ReplayRange,
	{ status, after, before }: MissedPlace,
): Promise<ReplayPart<MissedPlace>> {
	const rows = await reader.all<{ id: string; body: string | null }>(sql`
		select deliveries.id, case when events.sequence <= ${last} and events.timestamp >= ${since}
				and events.timestamp <= ${until} and not exists (
					select 1 from deliveries as other
					where other.event_id = deliveries.event_id and other.webhook_id = ${webhook.id} and (
						other.status in ('succeeded', 'pending')
						or other.status in ('failed', 'held') and other.id > deliveries.id))
			then events.body end as body
		from deliveries left join events on events.id = deliveries.event_id
		where deliveries.webhook_id = ${webhook.id} ${IS_STATUS[status]} and deliveries.id > ${after}
			and deliveries.id < ${before}
		order by deliveries.id limit ${AT_ONCE}`);
	const found = rows.filter((row): row is { id: string; body: string } => row.body !== null);
	const end: MissedPlace | undefined =
		status === 'failed' ? { status: 'held', after: '', before } : undefined;
	const next = rows.length < AT_ONCE ? end : { status, after: rows.at(-1)?.id ?? '', before };
	return { events: wantedOf(webhook, found), next };
}
