import type { Database, Transaction } from '../database/database';
import {
	atMost,
	byIndex,
	dialects,
	nothing,
	isAmong,
	oneOf,
	rowsOf,
	sql,
	type Statement,
} from '../database/sql';
import { limits } from '../limits';
import { lockQueues } from './lockQueues';
import { findNewestSequence } from './findNewestSequence';
import type { OwnedQueue } from './queue';
import { webhookOfQueue, type WebhookRow } from './store';

/** Where a delivery stands in the order of its deal or contact; no object where no order is kept. */
type Place = { queue_id: string; object_id: string | null };

/** Whether a delivery that is due has to wait for another one of its deal or contact: part of a query of deliveries. */
export const isBehind: Statement = sql`
	deliveries.object_id is not null and exists (
		select 1 from deliveries as earlier ${byIndex(sql`indexed by deliveries_in_order`)}
		where earlier.queue_id = deliveries.queue_id and earlier.object_id = deliveries.object_id
			and earlier.status in ('pending', 'held')
			and (earlier.position, earlier.id) < (deliveries.position, deliveries.id))`;

/**
 * Until when a delivery that is due has to wait for one of its deal or contact that was skipped while it is on its way; null
 * where there is none: part of a query of deliveries.
 */
export const behindSkippedUntil = (now: Date): Statement => sql`
	select max(skipped.claimed_until) from deliveries as skipped ${byIndex(sql`indexed by deliveries_skipped`)}
	where skipped.queue_id = deliveries.queue_id and skipped.object_id = deliveries.object_id
		and skipped.object_id is not null and skipped.status = 'skipped' and skipped.claimed_until > ${now.toISOString()}`;

/**
 * Has nobody else claim from ordered webhooks, or write what became of their deliveries, until the transaction ends. To be
 * called before what is due is read, or what has ended is written: one process would set aside what another one has just let
 * go, and nobody would let it go again.
 */
export async function lockOrder(
	transaction: Transaction,
	webhooks: ReadonlyArray<Pick<WebhookRow, 'queue_id' | 'ordering'>>,
): Promise<void> {
	const ordered = webhooks.filter(({ ordering }) => ordering === 'per_object');
	await lockQueues(
		transaction,
		ordered.map(({ queue_id }) => queue_id),
	);
}

/** Has deliveries that are behind others wait until these let them go; to be called under `lockOrder`. */
export async function setAside(transaction: Transaction, ids: string[]): Promise<void> {
	if (ids.length === 0) return;
	await transaction.run(
		sql`update deliveries set next_attempt_at = null where ${isAmong(sql`id`, ids)}`,
	);
}

/** Has deliveries set out when the time is over of those before them that are on their way; to be called under `lockOrder`. */
export async function waitUntil(
	transaction: Transaction,
	waiting: Array<{ id: string; until: string }>,
): Promise<void> {
	if (waiting.length === 0) return;
	const rows = waiting.map(({ id, until }) => [id, until]);
	await transaction.run(sql`
		update deliveries set next_attempt_at = waiting.until from ${rowsOf({ id: 'text', until: 'text' }, rows)} as waiting
		where deliveries.id = waiting.id`);
}

/**
 * Has the next delivery of a deal or contact set out, when the one before has arrived, was given up, skipped or removed;
 * returns whether there is one.
 */
export async function letNextGo(
	transaction: Transaction,
	{ queue_id, object_id }: Place,
	at: string,
): Promise<boolean> {
	return (await letAllGo(transaction, [{ queue_id, object_id, at }])).size > 0;
}

/** As `letNextGo`, of many deals and contacts, each at its time; returns the queues that have one. */
export async function letAllGo(
	transaction: Transaction,
	places: Array<Place & { at: string }>,
): Promise<Set<string>> {
	const kept = places.filter(({ object_id }) => object_id !== null);
	if (kept.length === 0) return new Set();
	await lockQueues(
		transaction,
		kept.map(({ queue_id }) => queue_id),
	);
	const rows = kept.map(({ queue_id, object_id, at }) => [queue_id, object_id, at]);
	const waiting = await transaction.all<{ id: string; queue_id: string; at: string }>(sql`
		select deliveries.id, deliveries.queue_id, next.at
		from (select places.at as at, (
				select id from deliveries as own ${byIndex(sql`indexed by deliveries_in_order`)}
				where own.queue_id = places.queue_id and own.object_id = places.object_id
					and own.status in ('pending', 'held')
				order by own.position, own.id limit 1) as id
			from ${rowsOf({ queue_id: 'text', object_id: 'text', at: 'text' }, rows)} as places) as next
			join deliveries on deliveries.id = next.id
		where status = 'pending' and (next_attempt_at is null
			or attempts = 0 and claimed_until is null and next_attempt_at > next.at)`);
	if (waiting.length === 0) return new Set();
	const due = waiting.map(({ id, at }) => [id, at]);
	await transaction.run(sql`
		update deliveries set next_attempt_at = due.at from ${rowsOf({ id: 'text', at: 'text' }, due)} as due
		where deliveries.id = due.id and status = 'pending' and (next_attempt_at is null
			or attempts = 0 and claimed_until is null and next_attempt_at > due.at)`);
	return new Set(waiting.map(({ queue_id }) => queue_id));
}

/** Returns the place behind all that happened so far: what is sent once more overtakes nothing. */
export async function endOfOrder(transaction: Transaction, workspaceId: string): Promise<number> {
	return (await findNewestSequence(transaction, workspaceId)) + 1;
}

/**
 * Has what waits in a queue fit the ordering that its webhook got, a few rows at a time; until that is done, nothing is
 * sent. What whoever did it before a crash has left is found by `finishBacklogs`.
 */
export async function lineUp(
	database: Database,
	{ workspace_id, queue_id }: OwnedQueue,
	now: () => Date,
	stopping?: AbortSignal,
): Promise<void> {
	for (let after: string | undefined = ''; after !== undefined && !stopping?.aborted; ) {
		const from: string = after;
		after = await database.write(workspace_id, (transaction) =>
			lineUpSome(transaction, queue_id, from, now()),
		);
	}
}

/** Whom an event that is of no deal is about. */
const CONTACT = dialects(
	sql`json_extract(events.body, '$.data.contact.id'), json_extract(events.body, '$.data.submission.contact_id')`,
	sql`events.body::jsonb #>> '{data,contact,id}', events.body::jsonb #>> '{data,submission,contact_id}'`,
);

type Row = { id: string; object_id: string | null; sequence: number };

/** Does one part; returns behind which delivery the next one begins. */
async function lineUpSome(
	transaction: Transaction,
	queueId: string,
	after: string,
	now: Date,
): Promise<string | undefined> {
	await lockQueues(transaction, [queueId]);
	const webhook = await webhookOfQueue(transaction, queueId);
	if (!webhook?.is_lining_up) return undefined;
	const isOrdered = webhook.ordering === 'per_object';
	const rows = await transaction.all<Row>(sql`
		select deliveries.id, events.sequence, coalesce(events.deal_id, ${CONTACT}) as object_id
		from deliveries join events on events.id = deliveries.event_id
		where deliveries.queue_id = ${queueId} and deliveries.status in ('pending', 'held')
			and deliveries.id > ${after} and deliveries.object_id is ${isOrdered ? nothing : sql`not`} null
		order by deliveries.id ${atMost(limits.rowsAtOnce)}`);
	const places = rows.map(({ id, object_id, sequence }) => [id, object_id, sequence]);
	if (isOrdered)
		await transaction.run(sql`
			update deliveries set object_id = found.object_id, position = found.position
			from ${rowsOf({ id: 'text', object_id: 'text', position: 'integer' }, places)} as found where deliveries.id = found.id`);
	else
		await transaction.run(sql`
			update deliveries set object_id = null, position = null, next_attempt_at = case status
				when 'pending' then coalesce(next_attempt_at, ${now.toISOString()}) else next_attempt_at end
			where id in ${oneOf(rows.map(({ id }) => id))}`);
	if (rows.length === limits.rowsAtOnce) return rows.at(-1)?.id;
	await transaction.run(sql`update webhooks set is_lining_up = 0 where queue_id = ${queueId}`);
	return undefined;
}
