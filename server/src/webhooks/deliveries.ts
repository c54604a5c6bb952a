import type { Delivery } from '../../../contract/types';
import type { Reader, Transaction } from '../database/database';
import {
	atMost,
	dialects,
	forUpdate,
	isAmong,
	laterOf,
	nothing,
	rowsOf,
	sql,
	type Statement,
} from '../database/sql';
import { newId } from '../values/ids';
import { nextAttemptAt } from './retry';
import { pauseWebhook, type WebhookRow } from './store';
import type { SendOutcome } from '../deliveryClient';
import { endOf, endsFailing, insertAttempt, setFailingSince } from './attempts';
import { carriedIds } from './carried';
import { loadBodies, type StoredBody } from './bodies';
import {
	behindSkippedUntil,
	endOfOrder,
	isBehind,
	letNextGo,
	setAside,
	waitUntil,
} from './ordering';
import { limits } from '../limits';

/** A delivery that is due, with what it carries. */
export type DueDelivery = {
	id: string;
	/** Of its event or its change, sent as webhook-id. */
	message_id: string;
	attempts: number;
	next_attempt_at: string;
	/** When its event happened; null for a test. */
	happened_at: string | null;
	/** The events it carries, that which it is called after first or among them. */
	event_ids: string[];
	/** The request that made its event; null for a test, and where it came of no request. */
	request_id: string | null;
	body: string;
};

/**
 * How long a claimed delivery belongs to its claimer: the 15 seconds of an attempt and time to write its outcome. After
 * a crash it is due again by itself.
 */
const LEASE_MS = 20_000;

/** Nothing but failures for this long pauses a webhook. */
const PAUSED_AFTER_MS = 5 * 24 * 60 * 60 * 1000;

/** Deliveries that were taken, and whether more may be due than were looked at. */
export type Claimed = { deliveries: DueDelivery[]; isMore: boolean };

/**
 * Takes up to `most` due deliveries of a queue, oldest first, so that nobody else sends them meanwhile. One that is due
 * and not the first of its deal or contact is set aside; so is one that follows another which was skipped while it is on its
 * way, until that has ended or its time is over.
 *
 * @param leaseMs for how long a client takes them; without it, this process does
 */
export async function claimDue(
	transaction: Transaction,
	queueId: string,
	most: number,
	now: Date,
	leaseMs?: number,
): Promise<Claimed> {
	const claimed: DueRow[] = [];
	let looked = 0;
	for (let isMore = true; isMore && claimed.length < most; ) {
		if (looked >= limits.rowsAtOnce) break;
		const rows = await someDue(transaction, queueId, most - claimed.length, now);
		const first = rows.filter((row) => !row.is_behind);
		const due = first.filter(({ skipped_until }) => skipped_until === null);
		const taken = due.map(({ id }) => id);
		const leasedUntil = new Date(now.getTime() + (leaseMs ?? LEASE_MS)).toISOString();
		const claimer = leaseMs === undefined ? BY_THIS_PROCESS : BY_A_CLIENT;
		if (taken.length > 0)
			await transaction.run(sql`
				update deliveries set next_attempt_at = ${leasedUntil}, claimed_until = ${leasedUntil} ${claimer}
				where ${isAmong(sql`id`, taken)}`);
		await setAside(
			transaction,
			rows.filter((row) => row.is_behind).map(({ id }) => id),
		);
		await waitUntil(
			transaction,
			first.flatMap(({ id, skipped_until: until }) => (until === null ? [] : { id, until })),
		);
		claimed.push(...due);
		looked += rows.length;
		isMore = due.length < rows.length;
	}
	const bodies = await loadBodies(transaction, claimed);
	const deliveries = claimed.map((row, index) => ({
		id: row.id,
		message_id: row.change_id ?? row.event_id,
		attempts: row.attempts,
		next_attempt_at: row.next_attempt_at,
		happened_at: row.happened_at,
		event_ids: carriedIds(row),
		request_id: row.request_id,
		body: bodies[index] as string,
	}));
	return { deliveries, isMore: claimed.length === most || looked >= limits.rowsAtOnce };
}

/** What a dead process has taken, others take over; what a client has is its own, whichever process gave it. */
const BY_THIS_PROCESS = dialects(nothing, sql`, claimed_by = current_setting('application_name')`);
const BY_A_CLIENT = dialects(nothing, sql`, claimed_by = null`);

/** Those that another process is taking at this moment are its own. */
const NOT_TAKEN = dialects(nothing, sql`for update of deliveries skip locked`);

type DueRow = Omit<DueDelivery, 'message_id' | 'event_ids'> &
	StoredBody & { is_behind: number; skipped_until: string | null };

/** Of a workspace that was deleted nothing is sent or handed out any more; if it is restored, it goes on. */
function isOfDeleted(queueId: string): Statement {
	return sql`select 1 from webhooks join workspaces on workspaces.id = webhooks.workspace_id
		where webhooks.queue_id = ${queueId} and workspaces.deleted_at is not null`;
}

function someDue(
	transaction: Transaction,
	queueId: string,
	most: number,
	now: Date,
): Promise<DueRow[]> {
	return transaction.all<DueRow>(sql`
		select deliveries.id, deliveries.event_id, deliveries.change_id, deliveries.change_events, deliveries.attempts,
			deliveries.next_attempt_at, events.timestamp as happened_at, events.request_id,
			coalesce(deliveries.test_body, events.body) as body, events.shape,
			(${isBehind}) as is_behind, (${behindSkippedUntil(now)}) as skipped_until
		from deliveries left join events on events.id = deliveries.event_id
		where deliveries.queue_id = ${queueId} and deliveries.status = 'pending'
			and deliveries.next_attempt_at <= ${now.toISOString()}
			and not exists (${isOfDeleted(queueId)})
		order by deliveries.next_attempt_at ${atMost(most)} ${NOT_TAKEN}`);
}

/** Has deliveries due again that were claimed and not sent to an end, as if they had not been claimed. */
export async function releaseClaims(
	transaction: Transaction,
	deliveries: Array<Pick<DueDelivery, 'id' | 'next_attempt_at'>>,
): Promise<void> {
	if (deliveries.length === 0) return;
	const claims = deliveries.map(({ id, next_attempt_at }) => [id, next_attempt_at]);
	await transaction.run(sql`
		update deliveries set next_attempt_at = released.at, claimed_until = null
		from ${rowsOf({ id: 'text', at: 'text' }, claims)} as released
		where deliveries.id = released.id and status = 'pending'`);
}

/** Returns the queues that have a delivery due to be sent, each found by one look into the index. */
export async function listQueuesWithDue(reader: Reader, now: Date): Promise<string[]> {
	const rows = await reader.all<{ id: string }>(sql`
		with recursive waiting (id) as (
			select min(queue_id) from deliveries where status = 'pending'
			union all
			select (select min(queue_id) from deliveries where status = 'pending' and queue_id > waiting.id)
			from waiting where waiting.id is not null
		)
		select id from waiting where id is not null and exists (
			select 1 from deliveries
			where queue_id = waiting.id and status = 'pending' and next_attempt_at <= ${now.toISOString()})
			and not exists (select 1 from webhooks where webhooks.queue_id = waiting.id and delivery = 'pull')
			and not exists (
				select 1 from webhooks join workspaces on workspaces.id = webhooks.workspace_id
				where webhooks.queue_id = waiting.id and workspaces.deleted_at is not null)`);
	return rows.map(({ id }) => id);
}

/**
 * Writes an attempt and what follows from it: done, tried again, given up, or the webhook paused. An attempt that fails
 * changes nothing for a delivery that another one has brought home meanwhile.
 *
 * @param webhook the one that has the queue now; undefined when its webhook is gone
 * @returns whether another delivery may set out now, because this one has let it go
 */
export async function recordAttempt(
	transaction: Transaction,
	webhook: WebhookRow | undefined,
	{ id }: Pick<DueDelivery, 'id'>,
	outcome: SendOutcome,
	retry: { scheduleMs: number[]; random: number },
): Promise<boolean> {
	const delivery = await attempted(transaction, id);
	if (!delivery) return false;
	const number = delivery.attempts + 1;
	const endedAt = endOf(outcome);
	await insertAttempt(transaction, { ...delivery, id, number, outcome });
	const ended = (status: Delivery['status'], next: Date | null = null) =>
		finish(transaction, { ...delivery, id }, status, number, next, endedAt);
	if (outcome.error === null) {
		if (endsFailing(webhook, outcome)) await setFailingSince(transaction, webhook, null);
		return ended('succeeded');
	}
	if (delivery.status === 'succeeded') return ended('succeeded');
	// Skipped while it was on its way, or given up because its consumer came back and does not want it any more.
	const isGivenUp = delivery.status === 'skipped' || delivery.status === 'failed';
	const next = nextAttemptAt(retry.scheduleMs, number, endedAt, retry.random, outcome.retryAfterMs);
	const isHeld = webhook?.status !== 'active';
	const status = next ? (isHeld ? 'held' : 'pending') : 'failed';
	const hasLetGo = isGivenUp
		? await ended(delivery.status)
		: await ended(status, isHeld ? null : next);

	if (!webhook || !isAboutPresent(webhook, outcome)) return hasLetGo;
	const failingSince = webhook.failing_since ?? endedAt.toISOString();
	if (!webhook.failing_since) await setFailingSince(transaction, webhook, failingSince);
	const reason = pauseReason(outcome, failingSince, endedAt);
	if (reason) await pauseWebhook(transaction, webhook, reason, endedAt);
	return hasLetGo;
}

/** A delivery with a try that has ended. */
type Tried = {
	id: string;
	workspace_id: string;
	queue_id: string;
	object_id: string | null;
	attempts: number;
	status: Delivery['status'];
};

/** What is counted by now, which may be more than when the delivery was claimed: its claim can have run out. */
function attempted(transaction: Transaction, id: string): Promise<Omit<Tried, 'id'> | undefined> {
	return transaction.get(
		sql`select workspace_id, queue_id, object_id, attempts, status from deliveries where id = ${id} ${forUpdate}`,
	);
}

/** An answer that comes after its webhook was changed or resumed may be of a receiver that is no longer meant. */
function isAboutPresent(webhook: WebhookRow, { url, startedAt }: SendOutcome): boolean {
	return url === webhook.url && startedAt.toISOString() >= webhook.updated_at;
}

function pauseReason(outcome: SendOutcome, failingSince: string, now: Date): string | undefined {
	if (outcome.statusCode === 410) {
		return 'The receiver answered 410 Gone: it no longer wants events. Check the URL, then resume.';
	}
	if (now.getTime() - Date.parse(failingSince) < PAUSED_AFTER_MS) return undefined;
	return `Every delivery has failed since ${failingSince}; the last one: ${outcome.error} Fix the receiver, then resume and replay.`;
}

/** Writes what became of a delivery; one that is done with lets the next one of its deal or contact go. */
async function finish(
	transaction: Transaction,
	{ id, queue_id, object_id }: Pick<Tried, 'id' | 'queue_id' | 'object_id'>,
	status: Delivery['status'],
	attempts: number,
	next: Date | null,
	now: Date,
): Promise<boolean> {
	await transaction.run(sql`
		update deliveries
		set status = ${status}, attempts = ${attempts}, next_attempt_at = ${next ? next.toISOString() : null},
			claimed_until = null
		where id = ${id}`);
	if (status === 'pending' || status === 'held') return false;
	return letNextGo(transaction, { queue_id, object_id }, now.toISOString());
}

/** Writes a delivery of a sample that was sent at once, so that it stands in the log; one without an outcome is due. */
export async function insertTestDelivery(
	transaction: Transaction,
	{ queue_id, workspace_id }: WebhookRow,
	sample: { id: string; changeId: string | null; type: string; body: string },
	now: Date,
	outcome: SendOutcome | undefined,
): Promise<string> {
	const id = newId('dlv');
	const at = now.toISOString();
	const status = !outcome ? 'pending' : outcome.error === null ? 'succeeded' : 'failed';
	await transaction.run(sql`
		insert into deliveries
			(workspace_id, id, queue_id, event_id, event_type, change_id, test_body, status, attempts, next_attempt_at,
			created_at)
		values (${workspace_id}, ${id}, ${queue_id}, ${sample.id}, ${sample.type}, ${sample.changeId}, ${sample.body},
			${status}, ${outcome ? 1 : 0}, ${outcome ? null : at}, ${at})`);
	if (outcome) await insertAttempt(transaction, { id, workspace_id, number: 1, outcome });
	return id;
}

/**
 * Has a delivery sent again now, whatever became of it; while an attempt is on its way, that one is it, and only if it
 * fails another one follows. Where its webhook keeps the order, one that was done with by then goes behind those of its
 * deal or contact that wait.
 */
export async function retryDelivery(
	transaction: Transaction,
	{ ordering, workspace_id }: WebhookRow,
	{ id, deal_id, contact_id }: Pick<Delivery, 'id' | 'deal_id' | 'contact_id'>,
	now: Date,
): Promise<void> {
	const at = now.toISOString();
	const object = ordering === 'per_object' ? (deal_id ?? contact_id) : null;
	const end = object === null ? null : await endOfOrder(transaction, workspace_id);
	await transaction.run(sql`
		update deliveries set status = 'pending', next_attempt_at = ${laterOf(sql`coalesce(claimed_until, '')`, at)},
			object_id = ${object},
			position = case when status in ('pending', 'held') or claimed_until > ${at}
				then coalesce(position, ${end}) else ${end} end
		where id = ${id} and (status <> 'pending' or claimed_until is null or claimed_until <= ${at})`);
}

/** Gives up a delivery that waits; returns whether that has let another one go. */
export async function skipDelivery(
	transaction: Transaction,
	id: string,
	now: Date,
): Promise<boolean> {
	const skipped = await transaction.get<Pick<Tried, 'queue_id' | 'object_id'>>(sql`
		select queue_id, object_id from deliveries
		where id = ${id} and status in ('pending', 'held') ${forUpdate}`);
	if (!skipped) return false;
	await transaction.run(
		sql`update deliveries set status = 'skipped', next_attempt_at = null where id = ${id}`,
	);
	return letNextGo(transaction, skipped, now.toISOString());
}
