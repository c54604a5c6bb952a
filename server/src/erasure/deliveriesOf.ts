import type { ErasureReceiver } from '../../../contract/types';
import type { Reader } from '../database/database';
import { oneOf, sql } from '../database/sql';
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

/** Returns what became of the deliveries of some events. */
export async function deliveriesOf(
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
		const tried = await reader.all<{ queue_id: string; last: string; kept: number }>(sql`
			select deliveries.queue_id, max(attempts.started_at) as last,
				count(coalesce(attempts.answer, attempts.error)) as kept
			from deliveries join attempts on attempts.delivery_id = deliveries.id
			where ${isOf} group by deliveries.queue_id`);
		for (const { queue_id, last, kept } of tried) {
			total.attempts += Number(kept);
			if (last > (lastSent.get(queue_id) ?? '')) lastSent.set(queue_id, last);
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
