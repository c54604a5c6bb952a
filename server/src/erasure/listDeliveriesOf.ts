import type { ErasureReceiver } from '../../../contract/types';
import type { Reader } from '../database/database';
import { oneOf, sql, type Statement } from '../database/sql';
import { limits } from '../limits';

/** What became of the deliveries of events. */
export type DeliveriesOfEvents = {
	/** Tries of which there is an answer or an error. */
	attempts: number;
	/** Still to be sent. */
	waiting: number;
	/** With a receiver at this moment. */
	underWay: number;
	receivers: ErasureReceiver[];
};

/**
 * What a receiver may have got: a try that was answered, or that sent something and was cut off, and what was handed out.
 * A try that found no connection has neither an answer nor headers.
 */
const MAY_HAVE_ARRIVED: Statement = sql`(
	deliveries.is_handed_out = 1 or attempts.status_code is not null or attempts.request_headers is not null
	or (attempts.delivery_id is not null and attempts.error is null))`;

/**
 * Returns what became of the deliveries of some events.
 *
 * @param now tries that began later count for nobody: by then the person is out of what is sent
 */
export async function listDeliveriesOf(
	reader: Reader,
	eventIds: string[],
	now: Date,
): Promise<DeliveriesOfEvents> {
	const total = { attempts: 0, waiting: 0, underWay: 0 };
	const lastSent = new Map<string, string>();
	for (let at = 0; at < eventIds.length; at += limits.rowsAtOnce) {
		const isOf = sql`deliveries.event_id in ${oneOf(eventIds.slice(at, at + limits.rowsAtOnce))}`;
		const counts = await reader.get<{ waiting: number; under_way: number }>(sql`
			select count(case when status in ('pending', 'held') then 1 end) as waiting,
				count(case when claimed_until > ${now.toISOString()} then 1 end) as under_way
			from deliveries where ${isOf}`);
		total.waiting += Number(counts?.waiting ?? 0);
		total.underWay += Number(counts?.under_way ?? 0);
		const tried = await reader.all<{ queue_id: string; last: string | null; kept: number }>(sql`
			select deliveries.queue_id,
				max(case when ${MAY_HAVE_ARRIVED} then coalesce(attempts.started_at, claimed_until, deliveries.created_at) end) as last,
				count(coalesce(attempts.answer, attempts.error)) as kept
			from deliveries left join attempts
				on attempts.delivery_id = deliveries.id and attempts.started_at <= ${now.toISOString()}
			where ${isOf} group by deliveries.queue_id`);
		for (const { queue_id, last, kept } of tried) {
			total.attempts += Number(kept);
			// A lease may end later than now.
			const sent = last && last > now.toISOString() ? now.toISOString() : last;
			if (sent && sent > (lastSent.get(queue_id) ?? '')) lastSent.set(queue_id, sent);
		}
	}
	return { ...total, receivers: await receivers(reader, lastSent) };
}

type Queue = {
	queue_id: string;
	webhook_id: string | null;
	name: string | null;
	consumer: string | null;
	url: string | null;
};

async function receivers(
	reader: Reader,
	lastSent: Map<string, string>,
): Promise<ErasureReceiver[]> {
	const ids = oneOf([...lastSent.keys()]);
	const queues = await reader.all<Queue>(sql`
		select queue_id, id as webhook_id, name, consumer, url from webhooks where queue_id in ${ids}
		union all
		select queue_id, null, null, name, null from consumers where queue_id in ${ids} and webhook_id is null`);
	return queues.map(({ queue_id, webhook_id, name, consumer, url }) => ({
		webhook_id,
		name: name ?? (consumer?.startsWith('n8n:') ? null : consumer),
		host: url ? new URL(url).host : null,
		kind: kindOf(url, consumer),
		last_sent_at: lastSent.get(queue_id) as string,
	}));
}

/** The trigger of n8n names its consumer so; Zapier gives out addresses of its own. */
function kindOf(url: string | null, consumer: string | null): ErasureReceiver['kind'] {
	if (url && /(^|\.)zapier\.com$/.test(new URL(url).hostname)) return 'zapier';
	return consumer?.startsWith('n8n:') ? 'n8n' : 'other';
}
