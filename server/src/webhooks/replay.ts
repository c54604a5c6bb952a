import type { Event } from '../../../contract/types';
import type { Reader, Transaction } from '../database/database';
import { atMost, forUpdate, list, sql } from '../database/sql';
import { limits } from '../limits';
import { insertDelivery } from './insertDelivery';
import { type Carried, carriedBy, type FoundEvent } from './carried';
import {
	type Carrying,
	listDeliveriesCarrying,
	listEventsOfSameChange,
	MOST_EVENTS_OF_CHANGE,
} from './carrying';
import { endOfOrder } from './ordering';
import { removeDeliveries } from './removeDeliveries';
import type { Queue, WebhookRow } from './store';
import { isWantedBy } from './isWantedBy';

/** What is replayed: events by their time, up to a sequence. */
export type ReplayRange = { since: string; until: string; last: number };

/** Some of what is to be sent again, and where the next part begins: undefined behind the last. */
export type ReplayPart<Place> = { carried: Carried[]; next: Place | undefined };

/**
 * Returns some of what the webhook is subscribed to, whether it was delivered then or not: whole changes.
 *
 * @param after the sequence behind which they begin
 */
export async function listSomeEvents(
	reader: Reader,
	webhook: WebhookRow,
	{ since, until, last }: ReplayRange,
	after: number,
): Promise<ReplayPart<number>> {
	// The type behind a function: its index would read and sort all that is left for each part.
	const rows = await reader.all<SequencedEvent>(sql`
		select sequence, id, change_id, body from events
		where workspace_id = ${webhook.workspace_id} and sequence > ${after} and sequence <= ${last}
			and timestamp >= ${since} and timestamp <= ${until}
			and coalesce(type, '') in ${list(webhook.events)}
		order by sequence ${atMost(limits.replayedAtOnce)}`);
	const isLast = rows.length < limits.replayedAtOnce;
	if (!isLast) rows.push(...(await loadRestOfChange(reader, webhook.workspace_id, rows.at(-1))));
	return {
		carried: carriedBy(webhook.deliver, wantedOf(webhook, rows)),
		next: isLast ? undefined : Number(rows.at(-1)?.sequence),
	};
}

/** An event as parts of a walk along the sequence find it; without a body it is passed by. */
export type SequencedEvent = {
	sequence: number;
	id: string;
	change_id: string | null;
	body: string | null;
};

/** Returns the events behind one that are of the same change: a part of a walk ends behind a whole one. */
export async function loadRestOfChange(
	reader: Reader,
	workspaceId: string,
	last: SequencedEvent | undefined,
): Promise<SequencedEvent[]> {
	if (!last || last.change_id === null) return [];
	return reader.all<SequencedEvent>(sql`
		select sequence, id, change_id, body from events
		where workspace_id = ${workspaceId} and sequence > ${last.sequence}
			and sequence < ${last.sequence + MOST_EVENTS_OF_CHANGE} and change_id = ${last.change_id}
		order by sequence`);
}

/** Returns the events in stored rows that the webhook wants as it is now. */
export function wantedOf(
	webhook: WebhookRow,
	rows: Array<Pick<SequencedEvent, 'body' | 'change_id'>>,
): FoundEvent[] {
	return rows.flatMap(({ body, change_id }) => {
		if (body === null) return [];
		const event = JSON.parse(body) as Event;
		return isWantedBy(webhook, event) ? [{ event, change_id }] : [];
	});
}

/**
 * Adds a new delivery for each of what is sent again; where one was held, the new delivery takes its place, also in the
 * order of its deal or contact.
 */
export async function insertReplayed(
	transaction: Transaction,
	webhook: WebhookRow,
	all: Carried[],
	now: Date,
): Promise<void> {
	const at = now.toISOString();
	const end = await endOfOrder(transaction, webhook.workspace_id);
	const heldOf = await removeHeld(transaction, webhook, all);
	for (const carried of all) {
		const position = heldOf(carried).find((one) => one.position !== null)?.position ?? end;
		await insertDelivery(transaction, webhook, { carried, dueAt: at, at, position });
	}
}

/** Removes what is held of what is sent again, and returns what says of each which deliveries these were. */
async function removeHeld(
	transaction: Transaction,
	{ queue_id }: Queue,
	all: Carried[],
): Promise<(carried: Carried) => Carrying[]> {
	const ids = all.flatMap(({ events }) => events.map(({ id }) => id));
	const siblings = await listEventsOfSameChange(transaction, ids);
	const byEvent = await listDeliveriesCarrying(transaction, queue_id, siblings, forUpdate);
	const heldOf = ({ events }: Carried) => {
		const carrying = events.flatMap(({ id }) => byEvent.get(id) ?? []);
		return carrying.filter(({ status }) => status === 'held');
	};
	const held = all.flatMap(heldOf);
	await removeDeliveries(transaction, held);
	return heldOf;
}
