import { passes } from '../../../contract/filters';
import type { Event } from '../../../contract/types';
import type { Reader, Transaction } from '../database/database';
import { list, sql } from '../database/sql';
import { newId } from '../ids';
import { removeDelivery } from './removeDelivery';
import type { WebhookRow } from './store';

/** A part of what is replayed: the events behind `after` up to `last`, by their sequence. */
export type ReplayRange = { since: string; after: number; last: number };

/** Few enough that ingest beside it waits for milliseconds only. */
const AT_ONCE = 100;

/** Returns the sequence of a workspace's newest event; 0 when there is none. */
export async function newestSequence(reader: Reader, workspaceId: string): Promise<number> {
	const row = await reader.get<{ sequence: number | null }>(sql`
		select max(sequence) as sequence from events where workspace_id = ${workspaceId}`);
	return Number(row?.sequence ?? 0);
}

/**
 * Adds a new delivery for some of the events that the webhook is subscribed to, whether they were delivered then or
 * not; where one was held, the new delivery takes its place. Returns how many, and where the next part begins:
 * undefined behind the last.
 */
export async function replaySome(
	transaction: Transaction,
	webhook: WebhookRow,
	{ since, after, last }: ReplayRange,
	now: Date,
): Promise<{ count: number; next: number | undefined }> {
	// The type behind a function: its index would read and sort all that is left for each part.
	const rows = await transaction.all<{ sequence: number; body: string }>(sql`
		select sequence, body from events
		where workspace_id = ${webhook.workspace_id} and sequence > ${after} and sequence <= ${last}
			and timestamp >= ${since} and coalesce(type, '') in ${list(webhook.events)}
		order by sequence limit ${AT_ONCE}`);
	const events = rows.map(({ body }) => JSON.parse(body) as Event);
	const wanted = events.filter((event) => passes(event, webhook.filters));
	const at = now.toISOString();
	for (const { id, type } of wanted) {
		await removeHeld(transaction, webhook.id, id);
		await transaction.run(sql`
			insert into deliveries (id, webhook_id, event_id, event_type, status, attempts, next_attempt_at, created_at)
			values (${newId('dlv')}, ${webhook.id}, ${id}, ${type}, 'pending', 0, ${at}, ${at})`);
	}
	const next = rows.length < AT_ONCE ? undefined : rows.at(-1)?.sequence;
	return { count: wanted.length, next };
}

async function removeHeld(
	transaction: Transaction,
	webhookId: string,
	eventId: string,
): Promise<void> {
	const held = await transaction.all<{ id: string }>(sql`
		select id from deliveries
		where event_id = ${eventId} and webhook_id = ${webhookId} and status = 'held'`);
	for (const { id } of held) await removeDelivery(transaction, id);
}
