import type { Delivery } from '../../../contract/types';
import type { Reader, Transaction } from '../database/database';
import { sql } from '../database/sql';
import { newId } from '../values/ids';
import { nextAttemptAt } from './retry';
import { forgetWebhook, pauseWebhook, type WebhookRow } from './store';
import type { SendOutcome } from '../deliveryClient';

/** A delivery that is due, with what it carries. */
export type DueDelivery = {
	id: string;
	event_id: string;
	attempts: number;
	next_attempt_at: string;
	/** When its event happened; null for a test. */
	happened_at: string | null;
	body: string;
};

/**
 * How long a claimed delivery belongs to its claimer: the 15 seconds of an attempt and time to write its outcome. After
 * a crash it is due again by itself.
 */
const LEASE_MS = 20_000;

/** Nothing but failures for this long pauses a webhook. */
const PAUSED_AFTER_MS = 5 * 24 * 60 * 60 * 1000;

/** Takes up to `most` due deliveries of a webhook, oldest first, so that nobody else sends them meanwhile. */
export async function claimDue(
	transaction: Transaction,
	webhookId: string,
	most: number,
	now: Date,
): Promise<DueDelivery[]> {
	const due = await transaction.all<DueDelivery>(sql`
		select deliveries.id, deliveries.event_id, deliveries.attempts, deliveries.next_attempt_at,
			events.timestamp as happened_at, coalesce(deliveries.test_body, events.body) as body
		from deliveries left join events on events.id = deliveries.event_id
		where deliveries.webhook_id = ${webhookId} and deliveries.status = 'pending'
			and deliveries.next_attempt_at <= ${now.toISOString()}
		order by deliveries.next_attempt_at limit ${most}`);
	const leasedUntil = new Date(now.getTime() + LEASE_MS).toISOString();
	for (const { id } of due) {
		await transaction.run(sql`
			update deliveries set next_attempt_at = ${leasedUntil}, claimed_until = ${leasedUntil} where id = ${id}`);
	}
	return due;
}

/** Has deliveries due again that were claimed and not sent to an end, as if they had not been claimed. */
export async function releaseClaims(
	transaction: Transaction,
	deliveries: Array<Pick<DueDelivery, 'id' | 'next_attempt_at'>>,
): Promise<void> {
	for (const { id, next_attempt_at } of deliveries) {
		await transaction.run(sql`
			update deliveries set next_attempt_at = ${next_attempt_at}, claimed_until = null
			where id = ${id} and status = 'pending'`);
	}
}

/** Returns the active webhooks that have a delivery due, each found by one look into the index. */
export async function webhooksWithDue(reader: Reader, now: Date): Promise<string[]> {
	const rows = await reader.all<{ id: string }>(sql`
		with recursive waiting (id) as (
			select min(webhook_id) from deliveries where status = 'pending'
			union all
			select (select min(webhook_id) from deliveries where status = 'pending' and webhook_id > waiting.id)
			from waiting where waiting.id is not null
		)
		select id from waiting where id is not null and exists (
			select 1 from deliveries
			where webhook_id = waiting.id and status = 'pending' and next_attempt_at <= ${now.toISOString()})`);
	return rows.map(({ id }) => id);
}

/**
 * Writes an attempt and what follows from it: done, tried again, given up, or the webhook paused. An attempt that fails
 * changes nothing for a delivery that another one has brought home meanwhile.
 */
export async function recordAttempt(
	transaction: Transaction,
	webhook: WebhookRow,
	{ id }: Pick<DueDelivery, 'id'>,
	outcome: SendOutcome,
	retry: { scheduleMs: number[]; random: number },
): Promise<void> {
	const delivery = await attempted(transaction, id);
	if (!delivery) return;
	const number = delivery.attempts + 1;
	const endedAt = new Date(outcome.startedAt.getTime() + outcome.durationMs);
	await insertAttempt(transaction, id, number, outcome);
	if (outcome.error === null) {
		await finish(transaction, id, 'succeeded', number, null);
		if (webhook.failing_since && isAboutPresent(webhook, outcome))
			await setFailingSince(transaction, webhook, null);
		return;
	}
	if (delivery.status === 'succeeded') return finish(transaction, id, 'succeeded', number, null);
	const next = nextAttemptAt(retry.scheduleMs, number, endedAt, retry.random, outcome.retryAfterMs);
	const isHeld = webhook.status === 'paused';
	const status = next ? (isHeld ? 'held' : 'pending') : 'failed';
	await finish(transaction, id, status, number, isHeld ? null : (next ?? null));

	if (!isAboutPresent(webhook, outcome)) return;
	const failingSince = webhook.failing_since ?? endedAt.toISOString();
	if (!webhook.failing_since) await setFailingSince(transaction, webhook, failingSince);
	const reason = pauseReason(outcome, failingSince, endedAt);
	if (reason) await pauseWebhook(transaction, webhook, reason, endedAt);
}

/** What is counted by now, which may be more than when the delivery was claimed: its claim can have run out. */
function attempted(
	transaction: Transaction,
	id: string,
): Promise<{ attempts: number; status: Delivery['status'] } | undefined> {
	return transaction.get(sql`select attempts, status from deliveries where id = ${id}`);
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

/** Writes one try into the log. */
async function insertAttempt(
	transaction: Transaction,
	deliveryId: string,
	number: number,
	{ requestHeaders, startedAt, durationMs, statusCode, answer, error }: SendOutcome,
): Promise<void> {
	await transaction.run(sql`
		insert into attempts (delivery_id, number, started_at, duration_ms, status_code, answer, error, request_headers)
		values (${deliveryId}, ${number}, ${startedAt.toISOString()}, ${durationMs}, ${statusCode}, ${answer}, ${error},
			${requestHeaders && JSON.stringify(requestHeaders)})`);
}

async function finish(
	transaction: Transaction,
	id: string,
	status: Delivery['status'],
	attempts: number,
	next: Date | null,
): Promise<void> {
	await transaction.run(sql`
		update deliveries
		set status = ${status}, attempts = ${attempts}, next_attempt_at = ${next ? next.toISOString() : null},
			claimed_until = null
		where id = ${id}`);
}

async function setFailingSince(
	transaction: Transaction,
	webhook: WebhookRow,
	failingSince: string | null,
): Promise<void> {
	await transaction.run(
		sql`update webhooks set failing_since = ${failingSince} where id = ${webhook.id}`,
	);
	forgetWebhook(transaction, webhook);
}

/** Writes a delivery of a sample that was sent at once, so that it stands in the log. */
export async function insertTestDelivery(
	transaction: Transaction,
	webhookId: string,
	event: { id: string; type: string; body: string },
	outcome: SendOutcome,
): Promise<string> {
	const id = newId('dlv');
	const status = outcome.error === null ? 'succeeded' : 'failed';
	await transaction.run(sql`
		insert into deliveries (id, webhook_id, event_id, event_type, test_body, status, attempts, next_attempt_at, created_at)
		values (${id}, ${webhookId}, ${event.id}, ${event.type}, ${event.body}, ${status}, 1, null, ${outcome.startedAt.toISOString()})`);
	await insertAttempt(transaction, id, 1, outcome);
	return id;
}

/** Has a delivery sent again now, whatever became of it; while an attempt is on its way, that one is it. */
export async function retryDelivery(
	transaction: Transaction,
	id: string,
	now: Date,
): Promise<void> {
	const at = now.toISOString();
	await transaction.run(sql`
		update deliveries set status = 'pending', next_attempt_at = ${at}
		where id = ${id} and (claimed_until is null or claimed_until <= ${at})`);
}
