import type { Event } from '../../../contract/types';
import type { Reader } from '../database/database';
import { atMost, oneOf, sql, type Statement } from '../database/sql';
import { limits } from '../limits';
import { behindAll } from './behindAll';
import { type Carried, carriedBy } from './carried';
import { listDeliveriesCarrying, listEventsOfSameChange } from './carrying';
import { type ReplayPart, type ReplayRange, type SequencedEvent, wantedOf } from './replay';
import type { Queue, WebhookRow } from './store';

/** A place among the deliveries that failed or were held: those of one status, between two ids. */
export type MissedPlace = { status: 'failed' | 'held'; after: string; before: string };

/** Returns the place before every delivery so far: what is sent again and fails at once is not looked at once more. */
export async function findFirstMissed(reader: Reader, { queue_id }: Queue): Promise<MissedPlace> {
	return { status: 'failed', after: '', before: await behindAll(reader, queue_id) };
}

/** Written out, because an index for some of the rows is found by its own words only. */
const IS_STATUS: Record<MissedPlace['status'], Statement> = {
	failed: sql`and deliveries.status = 'failed'`,
	held: sql`and deliveries.status = 'held'`,
};

/**
 * Returns some of what has not arrived at the webhook and is not on its way, though a delivery of it failed or was held,
 * each once. It is looked for among such deliveries, which are few, and not among all that happened.
 */
export async function listSomeMissed(
	reader: Reader,
	webhook: WebhookRow,
	range: ReplayRange,
	{ status, after, before }: MissedPlace,
): Promise<ReplayPart<MissedPlace>> {
	const rows = await reader.all<{ id: string; event_id: string }>(sql`
		select id, event_id from deliveries
		where deliveries.queue_id = ${webhook.queue_id} ${IS_STATUS[status]} and deliveries.id > ${after}
			and deliveries.id < ${before}
		order by deliveries.id ${atMost(limits.replayedAtOnce)}`);
	const end: MissedPlace | undefined =
		status === 'failed' ? { status: 'held', after: '', before } : undefined;
	const next =
		rows.length < limits.replayedAtOnce ? end : { status, after: rows.at(-1)?.id ?? '', before };
	return { carried: await missedOf(reader, webhook, range, rows), next };
}

/** What of some deliveries is missed. The newest delivery of it that failed or was held stands for it. */
async function missedOf(
	reader: Reader,
	webhook: WebhookRow,
	{ since, until, last }: ReplayRange,
	rows: Array<{ id: string; event_id: string }>,
): Promise<Carried[]> {
	const ids = await listEventsOfSameChange(
		reader,
		rows.map(({ event_id }) => event_id),
	);
	const events = await reader.all<SequencedEvent>(sql`
		select sequence, id, change_id, body from events
		where id in ${oneOf(ids)} and sequence <= ${last} and timestamp >= ${since} and timestamp <= ${until}
		order by sequence`);
	const byEvent = await listDeliveriesCarrying(reader, webhook.queue_id, ids);
	const of = (event: Pick<Event, 'id'>) => byEvent.get(event.id) ?? [];
	const isMissed = (event: Event) =>
		of(event).length > 0 && of(event).every(({ status }) => ['failed', 'held'].includes(status));
	const found = wantedOf(webhook, events).filter(({ event }) => isMissed(event));
	const here = new Set(rows.map(({ id }) => id));
	return carriedBy(webhook.deliver, found).filter((carried) => {
		const deliveries = carried.events.flatMap(of).map(({ id }) => id);
		return here.has(deliveries.sort().at(-1) as string);
	});
}
