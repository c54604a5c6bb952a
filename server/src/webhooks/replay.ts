import { passes } from '../../../contract/filters';
import type { Event } from '../../../contract/types';
import type { Reader, Transaction } from '../database/database';
import { list, sql } from '../database/sql';
import { newId } from '../values/ids';
import { removeDelivery } from './removeDelivery';
import type { WebhookRow } from './store';

/** What is replayed: events by their time, up to a sequence. */
export type ReplayRange = { since: string; until: string; last: number };

/** Some of the events to send again, and where the next part begins: undefined behind the last. */
export type ReplayPart<Place> = { events: Event[]; next: Place | undefined };

/** Few enough that ingest beside it waits for milliseconds only. */
export const AT_ONCE = 100;

/** Returns the sequence of a workspace's newest event; 0 when there is none. */
export async function newestSequence(reader: Reader, workspaceId: string): Promise<number> {
	const row = await reader.get<{ sequence: number | null }>(sql`
		select max(sequence) as sequence from events where workspace_id = ${workspaceId}`);
	return Number(row?.sequence ?? 0);
}

/**
 * Returns some of the events that the webhook is subscribed to, whether they were delivered then or not.
 *
 * @param after the sequence behind which they begin
 */
export async function someOfAll(
	reader: Reader,
	webhook: WebhookRow,
	{ since, until, last }: ReplayRange,
	after: number,
): Promise<ReplayPart<number>> {
	// The type behind a function: its index would read and sort all that is left for each part.
	const rows = await reader.all<{ sequence: number; body: string }>(sql`
		select sequence, body from events
		where workspace_id = ${webhook.workspace_id} and sequence > ${after} and sequence <= ${last}
			and timestamp >= ${since} and timestamp <= ${until}
			and coalesce(type, '') in ${list(webhook.events)}
		order by sequence limit ${AT_ONCE}`);
	return {
		events: wantedOf(webhook, rows),
		next: rows.length < AT_ONCE ? undefined : Number(rows.at(-1)?.sequence),
	};
}

/** Returns the events in stored rows that the webhook wants as it is now. */
export function wantedOf(webhook: WebhookRow, rows: Array<{ body: string }>): Event[] {
	return rows
		.map(({ body }) => JSON.parse(body) as Event)
		.filter((event) => webhook.events.includes(event.type) && passes(event, webhook.filters));
}

/** Adds a new delivery for each event; where one was held, the new delivery takes its place. */
export async function sendEventsAgain(
	transaction: Transaction,
	webhook: WebhookRow,
	events: Event[],
	now: Date,
): Promise<void> {
	const at = now.toISOString();
	for (const { id, type } of events) {
		await removeHeld(transaction, webhook.id, id);
		await transaction.run(sql`
			insert into deliveries (id, webhook_id, event_id, event_type, status, attempts, next_attempt_at, created_at)
			values (${newId('dlv')}, ${webhook.id}, ${id}, ${type}, 'pending', 0, ${at}, ${at})`);
	}
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
