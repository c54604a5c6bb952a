import type { Transaction } from '../database/database';
import { isAmong, sql } from '../database/sql';
import type { SendOutcome } from '../deliveryClient';
import { endOf, endsFailing, insertAttempt, setFailingSince } from './attempts';
import { letAllGo } from './ordering';
import type { WebhookRow } from './store';

/** A delivery that has arrived, and the try that brought it home. */
export type ArrivedDelivery = {
	id: string;
	/** The one that has the queue now; undefined when its webhook is gone. */
	webhook: WebhookRow | undefined;
	outcome: SendOutcome;
};

/**
 * Writes of deliveries, each named once, that they have arrived, whatever had become of them before: changed by a few
 * statements for however many. Returns the queues of which another delivery may set out now, because one of these has let it go.
 */
export async function recordArrivals(
	transaction: Transaction,
	arrivals: ArrivedDelivery[],
): Promise<Set<string>> {
	if (arrivals.length === 0) return new Set();
	const known = await transaction.all<Known>(sql`
		select id, workspace_id, queue_id, object_id, attempts from deliveries
		where ${isAmong(
			sql`id`,
			arrivals.map(({ id }) => id),
		)}`);
	if (known.length === 0) return new Set();
	const byId = new Map(known.map((row) => [row.id, row]));
	const arrived = arrivals.flatMap((arrival) => {
		const row = byId.get(arrival.id);
		return row ? { ...arrival, ...row, number: row.attempts + 1 } : [];
	});
	// One by one: the fastest way to add rows to the embedded database.
	for (const one of arrived) await insertAttempt(transaction, one);
	await transaction.run(sql`
		update deliveries set status = 'succeeded', attempts = attempts + 1, next_attempt_at = null, claimed_until = null
		where ${isAmong(
			sql`id`,
			arrived.map(({ id }) => id),
		)}`);
	for (const webhook of recovered(arrived)) await setFailingSince(transaction, webhook, null);
	return letAllGo(
		transaction,
		arrived.map(({ queue_id, object_id, outcome }) => ({
			queue_id,
			object_id,
			at: endOf(outcome).toISOString(),
		})),
	);
}

type Known = {
	id: string;
	workspace_id: string;
	queue_id: string;
	object_id: string | null;
	attempts: number;
};

function recovered(arrivals: ArrivedDelivery[]): Set<WebhookRow> {
	return new Set(
		arrivals.flatMap(({ webhook, outcome }) => (endsFailing(webhook, outcome) ? webhook : [])),
	);
}
