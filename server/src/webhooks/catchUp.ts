import type { Database, Transaction } from '../database/database';
import { atMost, forUpdate, laterOf, list, oneOf, sql } from '../database/sql';
import { limits } from '../limits';
import { type ConsumerRow, findConsumerOfQueue, updateConsumer } from './consumers';
import { insertDelivery } from './insertDelivery';
import { keptSince } from './keptSince';
import { carriedBy } from './carried';
import { type Carrying, listDeliveriesCarrying, listEventsOfSameChange } from './carrying';
import { letAllGo } from './ordering';
import type { OwnedQueue } from './queue';
import { removeDeliveries } from './removeDeliveries';
import { loadRestOfChange, type SequencedEvent, wantedOf } from './replay';
import { webhookOfQueue, type WebhookRow } from './store';

/**
 * Goes on with what subscribing has begun, a part in a commit of its own, until it is done, aborted, or its webhook
 * is paused or gone. Each part says how far it has come, so that whoever goes on after a crash begins behind it.
 */
export async function catchUp(
	database: Database,
	{ workspace_id, queue_id }: OwnedQueue,
	now: () => Date,
	stopping?: AbortSignal,
): Promise<void> {
	let isDone = false;
	while (!isDone && !stopping?.aborted)
		isDone = await database.write(workspace_id, (transaction) =>
			catchUpSome(transaction, queue_id, now()),
		);
}

/** Does one part; returns whether nothing is left to do for now. */
async function catchUpSome(transaction: Transaction, queueId: string, now: Date): Promise<boolean> {
	const webhook = await webhookOfQueue(transaction, queueId);
	const consumer = await findConsumerOfQueue(transaction, queueId);
	if (!consumer || webhook?.status !== 'active') return true;
	if (consumer.held_before !== null) {
		await settleHeld(transaction, webhook, consumer, now);
		return consumer.held_before === null && !webhook.is_catching_up;
	}
	return webhook.is_catching_up ? addMissed(transaction, webhook, consumer, now) : true;
}

type Held = { id: string; event_id: string; object_id: string | null };

/** Sends some of what was held, the oldest first, or gives it up where the consumer does not want to catch up. */
async function settleHeld(
	transaction: Transaction,
	webhook: WebhookRow,
	consumer: ConsumerRow,
	now: Date,
): Promise<void> {
	const held = await transaction.all<Held>(sql`
		select id, event_id, object_id from deliveries
		where deliveries.queue_id = ${consumer.queue_id} and deliveries.status = 'held'
			and deliveries.id < ${consumer.held_before}
		order by deliveries.id ${atMost(limits.caughtUpAtOnce)}`);
	const looked = await lookAt(transaction, webhook, held);
	const {
		sent = [],
		double = [],
		leftOut = [],
	} = Object.groupBy(held, (delivery) => {
		const { isWanted, isDouble } = looked(delivery);
		if (isDouble) return 'double';
		return isWanted && webhook.is_catching_up ? 'sent' : 'leftOut';
	});
	await release(transaction, sent, now);
	await removeDeliveries(transaction, double);
	await giveUp(transaction, leftOut);
	const at = now.toISOString();
	await letAllGo(
		transaction,
		[...double, ...leftOut].map((delivery) => ({ ...delivery, ...webhook, at })),
	);
	consumer.caught_up += sent.length;
	consumer.left_out += leftOut.length;
	if (held.length < limits.caughtUpAtOnce) consumer.held_before = null;
	await updateConsumer(transaction, consumer);
}

/**
 * Returns what says of a held delivery whether the webhook wants anything of it, and whether all of that is in other
 * deliveries.
 */
async function lookAt(
	transaction: Transaction,
	webhook: WebhookRow,
	held: Held[],
): Promise<(one: Held) => { isWanted: boolean; isDouble: boolean }> {
	const ids = await listEventsOfSameChange(
		transaction,
		held.map(({ event_id }) => event_id),
	);
	const byEvent = await listDeliveriesCarrying(transaction, webhook.queue_id, ids, forUpdate);
	const stored = await transaction.all<{ change_id: string | null; body: string }>(
		sql`select change_id, body from events where id in ${oneOf(ids)}`,
	);
	const wanted = new Set(wantedOf(webhook, stored).map(({ event }) => event.id));
	return ({ id, event_id }) => {
		const own = byEvent.get(event_id)?.find((one) => one.id === id)?.eventIds ?? [];
		const wantedOwn = own.filter((one) => wanted.has(one));
		const isIn = (other: Carrying) =>
			other.status === 'succeeded' || (['pending', 'held'].includes(other.status) && other.id < id);
		const counts = wantedOwn.length > 0 ? wantedOwn : own;
		const isDouble = counts.length > 0 && counts.every((one) => byEvent.get(one)?.some(isIn));
		return { isWanted: wantedOwn.length > 0, isDouble };
	};
}

/** One that is on its way waits for its outcome, or for the time of that to be over. */
async function release(transaction: Transaction, sent: Held[], now: Date): Promise<void> {
	if (sent.length === 0) return;
	const at = now.toISOString();
	await transaction.run(sql`
		update deliveries set status = 'pending', next_attempt_at = ${laterOf(sql`coalesce(claimed_until, '')`, at)}
		where id in ${oneOf(sent.map(({ id }) => id))} and status = 'held'`);
}

/** They stay in the log, for a replay. */
async function giveUp(transaction: Transaction, leftOut: Held[]): Promise<void> {
	if (leftOut.length === 0) return;
	await transaction.run(sql`
		update deliveries set status = 'failed'
		where id in ${oneOf(leftOut.map(({ id }) => id))} and status = 'held'`);
}

/**
 * Adds some of what happened while nothing was added to the queue, in the order in which it happened. Behind the last
 * of it, and in the same commit, what happens is added at once again: nothing falls in between.
 *
 * @returns whether that is so now
 */
async function addMissed(
	transaction: Transaction,
	webhook: WebhookRow,
	consumer: ConsumerRow,
	now: Date,
): Promise<boolean> {
	const rows = await transaction.all<SequencedEvent>(sql`
		select sequence, id, change_id,
			case when type in ${list(webhook.events)} and timestamp >= ${keptSince(now)} then body end as body
		from events
		where workspace_id = ${consumer.workspace_id} and sequence > ${consumer.seen_sequence ?? 0}
		order by sequence ${atMost(limits.caughtUpAtOnce)}`);
	const isDone = rows.length < limits.caughtUpAtOnce;
	if (!isDone)
		rows.push(...(await loadRestOfChange(transaction, consumer.workspace_id, rows.at(-1))));
	const ids = rows.map(({ id }) => id);
	const known = await listDeliveriesCarrying(transaction, consumer.queue_id, ids);
	const news = rows.filter(({ id }) => !known.has(id) && !consumer.arrived.includes(id));
	const at = now.toISOString();
	for (const carried of carriedBy(webhook.deliver, wantedOf(webhook, news))) {
		await insertDelivery(transaction, webhook, { carried, dueAt: at, at });
		consumer.caught_up += 1;
	}
	consumer.seen_sequence = isDone ? null : Number(rows.at(-1)?.sequence);
	if (isDone) {
		Object.assign(consumer, { missing_since: null, arrived: [] });
		await transaction.run(sql`update webhooks set is_catching_up = 0 where id = ${webhook.id}`);
	}
	await updateConsumer(transaction, consumer);
	return isDone;
}
