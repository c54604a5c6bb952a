import type { WebhookInput } from '../../../contract/types';
import type { Transaction } from '../database/database';
import { sql } from '../database/sql';
import { limits } from '../limits';
import { behindAll } from './behindAll';
import { inUtc } from '../values/moment';
import {
	type ConsumerRow,
	findConsumer,
	insertConsumer,
	newConsumer,
	updateConsumer,
} from './consumers';
import { findFirstSequence } from './findFirstSequence';
import { isMadeSince, keptSince } from './keptSince';
import { findNewestSequence } from './findNewestSequence';
import { removeRow, findWebhookById, type WebhookRow } from './store';

/** An answer waits no longer for large amounts; the rest follows by itself. */
export const LONGEST_WAIT_MS = 20_000;

/** What of a new webhook depends on its consumer. */
export type Subscription = Pick<
	WebhookRow,
	'queue_id' | 'consumer' | 'is_catching_up' | 'is_lining_up' | 'delivers_after'
> & {
	/** Whether it comes in the place of another one. */
	isReplacement: boolean;
	/** Whether it lacks events that are older than events are kept. */
	isExpired: boolean;
};

/**
 * Makes room for a new webhook under the name of its consumer: one that has the name now goes, and leaves it its queue.
 *
 * @throws too_many_consumers
 */
export async function subscribe(
	transaction: Transaction,
	workspaceId: string,
	id: string,
	input: WebhookInput,
	now: Date,
): Promise<Subscription> {
	const { consumer: name } = input;
	if (name === undefined) return withoutConsumer(id);
	const before = await findConsumer(transaction, workspaceId, name);
	const replaced = before?.webhook_id
		? await findWebhookById(transaction, before.webhook_id)
		: undefined;
	const consumer = before
		? await joined(transaction, countedOn(before, replaced, now), id, input, now)
		: await begun(transaction, workspaceId, id, input, now);
	if (before) await updateConsumer(transaction, consumer);
	else await insertConsumer(transaction, consumer, keptSince(now));
	if (replaced) await removeRow(transaction, replaced);
	return {
		queue_id: consumer.queue_id,
		consumer: name,
		is_catching_up: consumer.missing_since !== null,
		is_lining_up:
			before !== undefined && (replaced?.ordering ?? 'none') !== (input.ordering ?? 'none'),
		delivers_after: before || consumer.missing_since !== null ? mostPatient(now) : null,
		isReplacement: replaced !== undefined,
		isExpired: await isExpired(transaction, consumer, keptSince(now)),
	};
}

async function isExpired(
	transaction: Transaction,
	{ workspace_id, missing_since }: ConsumerRow,
	since: string,
): Promise<boolean> {
	if (missing_since === null || missing_since >= since) return false;
	return !(await isMadeSince(transaction, workspace_id, since));
}

/** Who replaces a webhook that has not been answered yet, in the same moment, gets what that has begun: both count it. */
function countedOn(
	consumer: ConsumerRow,
	replaced: WebhookRow | undefined,
	now: Date,
): ConsumerRow {
	const answeredUntil = new Date(now.getTime() + limits.graceMs).toISOString();
	if ((replaced?.delivers_after ?? '') > answeredUntil) return consumer;
	return { ...consumer, caught_up: 0, left_out: 0 };
}

function withoutConsumer(id: string): Subscription {
	return {
		queue_id: id,
		consumer: null,
		is_catching_up: false,
		is_lining_up: false,
		delivers_after: null,
		isReplacement: false,
		isExpired: false,
	};
}

/** Nothing is sent before the answer, and nothing is held for ever if a crash has kept it from being given. */
function mostPatient(now: Date): string {
	return new Date(now.getTime() + LONGEST_WAIT_MS + limits.graceMs).toISOString();
}

/** A name that is new: nothing is known of what it has received but what it says itself. */
async function begun(
	transaction: Transaction,
	workspaceId: string,
	id: string,
	{ consumer, catch_up, catch_up_since, catch_up_without = [] }: WebhookInput,
	now: Date,
): Promise<ConsumerRow> {
	const fresh = newConsumer(workspaceId, consumer as string, { id, queue_id: id }, now);
	if (!catch_up || catch_up_since === undefined) return fresh;
	const missing_since = inUtc(catch_up_since);
	const seen_sequence = await lastBefore(transaction, workspaceId, missing_since);
	return { ...fresh, missing_since, seen_sequence, arrived: catch_up_without };
}

/**
 * A name that is known. Whoever catches up gets what waits, and what happens from now on behind it. Whoever does not
 * begins now, but where the webhook is replaced, nothing changes for what waits.
 */
async function joined(
	transaction: Transaction,
	before: ConsumerRow,
	id: string,
	{ catch_up = false }: WebhookInput,
	now: Date,
): Promise<ConsumerRow> {
	const consumer = { ...before, webhook_id: id };
	if (catch_up) {
		const newest = await findNewestSequence(transaction, before.workspace_id);
		return {
			...consumer,
			held_before: await behindAll(transaction, before.queue_id),
			missing_since: before.missing_since ?? now.toISOString(),
			seen_sequence: before.seen_sequence ?? newest,
		};
	}
	if (before.webhook_id !== null) return consumer;
	const none = { missing_since: null, seen_sequence: null, arrived: [] };
	return { ...consumer, ...none, held_before: await behindAll(transaction, before.queue_id) };
}

/** Returns the sequence of the last event before a time; 0 when there is none. */
async function lastBefore(
	transaction: Transaction,
	workspaceId: string,
	since: string,
): Promise<number> {
	const row = await transaction.get<{ first: number | null }>(sql`
		select min(sequence) as first from events
		where workspace_id = ${workspaceId} and timestamp >= ${since}
			and sequence >= ${await findFirstSequence(transaction, workspaceId, since)}`);
	return row?.first ? Number(row.first) - 1 : findNewestSequence(transaction, workspaceId);
}
