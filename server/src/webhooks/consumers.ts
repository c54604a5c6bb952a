import type { Consumer } from '../../../contract/types';
import type { Reader, Transaction } from '../database/database';
import { atMost, nothing, sql } from '../database/sql';
import { problem } from '../problems/problems';
import { holdSome, removeFirst } from './queue';
import { findNewestSequence } from './findNewestSequence';
import type { WebhookRow } from './store';

/**
 * A consumer as it is stored. What arrived and what waits stands in its queue, as deliveries; beside it only what never
 * came into the queue has to be remembered.
 */
export type ConsumerRow = {
	workspace_id: string;
	name: string;
	queue_id: string;
	/** Null while it has none. */
	webhook_id: string | null;
	/** Since when what happens is not added to its queue; null while everything is. */
	missing_since: string | null;
	/** The newest event that was looked at for its queue, while what happens is not added to it. */
	seen_sequence: number | null;
	/** What is held and older than this delivery is still to be sent, or given up; null when that is done. */
	held_before: string | null;
	/** Events that arrived before there was a consumer. */
	arrived: string[];
	/** What the last subscribing has brought so far, and has left out. */
	caught_up: number;
	left_out: number;
	created_at: string;
};

/** How many consumers a workspace may have. */
export const MOST_CONSUMERS = 1_000;

const COLUMNS = sql`
	workspace_id, name, queue_id, webhook_id, missing_since, seen_sequence, held_before, arrived, caught_up, left_out,
	created_at`;

/** Returns the workspace's consumer with the name, or undefined. */
export async function findConsumer(
	reader: Reader,
	workspaceId: string,
	name: string,
): Promise<ConsumerRow | undefined> {
	const stored = await reader.get<Stored>(sql`
		select ${COLUMNS} from consumers where workspace_id = ${workspaceId} and name = ${name}`);
	return stored && consumerRow(stored);
}

/** Returns the consumer that a queue is of, or undefined. */
export async function findConsumerOfQueue(
	reader: Reader,
	queueId: string,
): Promise<ConsumerRow | undefined> {
	const stored = await reader.get<Stored>(
		sql`select ${COLUMNS} from consumers where queue_id = ${queueId}`,
	);
	return stored && consumerRow(stored);
}

/** Returns consumers by name, from behind the cursor (a name) on. */
export async function listConsumers(
	reader: Reader,
	workspaceId: string,
	{ cursor, limit }: { cursor?: string; limit: number },
): Promise<Consumer[]> {
	return reader.all<Consumer>(sql`
		select name, webhook_id, missing_since, created_at from consumers where workspace_id = ${workspaceId}
		${cursor === undefined ? nothing : sql`and name > ${cursor}`}
		order by name ${atMost(limit)}`);
}

/** Returns a consumer that lacks nothing, with the queue of its webhook. */
export function newConsumer(
	workspace_id: string,
	name: string,
	{ id, queue_id }: Pick<WebhookRow, 'id' | 'queue_id'>,
	now: Date,
): ConsumerRow {
	return {
		workspace_id,
		name,
		queue_id,
		webhook_id: id,
		missing_since: null,
		seen_sequence: null,
		held_before: null,
		arrived: [],
		caught_up: 0,
		left_out: 0,
		created_at: now.toISOString(),
	};
}

/**
 * Writes a new consumer; where there are a thousand, the one that is gone longest and lacks everything anyway makes room.
 *
 * @param oldest since when events are kept
 * @throws too_many_consumers
 */
export async function insertConsumer(
	transaction: Transaction,
	consumer: ConsumerRow,
	oldest: string,
): Promise<void> {
	await makeRoom(transaction, consumer.workspace_id, oldest);
	const { workspace_id, name, queue_id, webhook_id, missing_since, seen_sequence } = consumer;
	await transaction.run(sql`
		insert into consumers
			(workspace_id, name, queue_id, webhook_id, missing_since, seen_sequence, held_before, arrived, created_at)
		values (${workspace_id}, ${name}, ${queue_id}, ${webhook_id}, ${missing_since}, ${seen_sequence},
			${consumer.held_before}, ${JSON.stringify(consumer.arrived)}, ${consumer.created_at})`);
}

/** Writes what is remembered of a consumer. */
export async function updateConsumer(transaction: Transaction, row: ConsumerRow): Promise<void> {
	await transaction.run(sql`
		update consumers set webhook_id = ${row.webhook_id}, missing_since = ${row.missing_since},
			seen_sequence = ${row.seen_sequence}, held_before = ${row.held_before},
			arrived = ${JSON.stringify(row.arrived)}, caught_up = ${row.caught_up}, left_out = ${row.left_out}
		where workspace_id = ${row.workspace_id} and name = ${row.name}`);
}

/** Notes that the webhook of a consumer is gone: what waits is held, and what happens from now on is missing. */
export async function leaveConsumer(
	transaction: Transaction,
	{ workspace_id, queue_id }: WebhookRow,
	now: Date,
): Promise<void> {
	const newest = await findNewestSequence(transaction, workspace_id);
	await transaction.run(sql`
		update consumers set webhook_id = null, missing_since = coalesce(missing_since, ${now.toISOString()}),
			seen_sequence = coalesce(seen_sequence, ${newest})
		where queue_id = ${queue_id}`);
	await holdSome(transaction, queue_id);
}

/**
 * Forgets a consumer with its delivery log.
 *
 * @throws consumer_not_found, consumer_in_use
 */
export async function forgetConsumer(
	transaction: Transaction,
	workspaceId: string,
	name: string,
): Promise<void> {
	const consumer = await findConsumer(transaction, workspaceId, name);
	if (!consumer) throw problem('consumer_not_found');
	if (consumer.webhook_id !== null) throw problem('consumer_in_use');
	await transaction.run(
		sql`delete from consumers where workspace_id = ${workspaceId} and name = ${name}`,
	);
	await removeFirst(transaction, consumer);
}

async function makeRoom(
	transaction: Transaction,
	workspaceId: string,
	oldest: string,
): Promise<void> {
	const row = await transaction.get<{ count: number }>(
		sql`select count(*) as count from consumers where workspace_id = ${workspaceId}`,
	);
	if (Number(row?.count) < MOST_CONSUMERS) return;
	const useless = await transaction.get<{ name: string }>(sql`
		select name from consumers
		where workspace_id = ${workspaceId} and webhook_id is null and missing_since < ${oldest}
		order by missing_since limit 1`);
	if (!useless) throw problem('too_many_consumers');
	await forgetConsumer(transaction, workspaceId, useless.name);
}

type Stored = Omit<ConsumerRow, 'arrived'> & { arrived: string };

function consumerRow(stored: Stored): ConsumerRow {
	return { ...stored, arrived: JSON.parse(stored.arrived) as string[] };
}
