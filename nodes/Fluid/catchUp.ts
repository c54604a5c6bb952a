import type { IHookFunctions } from 'n8n-workflow';
import type { Delivery, Event, Webhook } from '../../contract/types';
import { undefinedIfGone } from './gone';
import { triggerState, type TriggerState } from './kept';
import { list } from './pages';
import type { FluidClient } from './request';

/** How many events that arrived are remembered; of more than that, the oldest may come a second time. */
const MOST_REMEMBERED = 1000;

/** How long after fetching what was missed an event that arrived before is taken for a repetition, in milliseconds. */
const FETCHING_MS = 15 * 60 * 1000;

/**
 * Notes from when on events are missed, while the webhook is about to go. It is paused first: from then on Fluid holds
 * what it has not delivered, so that what is held did not arrive, and everything else did.
 */
export async function noteMissed(
	context: IHookFunctions,
	fluid: FluidClient,
	webhookId: string,
): Promise<void> {
	const data = triggerState(context);
	// What was never fetched is still missed, from the earlier time on.
	if (data.missed?.fetchedAt === null) return;
	const path = `/api-webhooks/${webhookId}`;
	const webhook = await pause(fluid, path);
	if (webhook === undefined) return noteGone(data, fluid);

	const [newest] = await list<Event>(fluid, '/api-events', {}, 1);
	const held = await list<Delivery>(fluid, `${path}/deliveries`, { status: 'held' });
	const heldIds = new Set(held.map(({ event_id }) => event_id));
	const { since, recent } = await window(fluid, data.missed?.since, {
		start: earliest([
			...held.map(({ created_at }) => created_at),
			...(newest === undefined ? [webhook.created_at] : [newest.timestamp]),
		]),
		heldIds,
	});
	// A repetition that is held arrived before all the same.
	const before = new Set(data.missed?.arrived);
	const arrived = recent.filter(
		({ id, sequence }) =>
			sequence <= (newest?.sequence ?? 0) && (!heldIds.has(id) || before.has(id)),
	);
	data.missed = { since, arrived: arrived.map(({ id }) => id), fetchedAt: null };
}

/** Asks Fluid to send what was missed to the new webhook, if the user wants it; what was fetched is not missed any more. */
export async function fetchMissed(
	context: IHookFunctions,
	fluid: FluidClient,
	webhookId: string,
): Promise<void> {
	const { missed } = triggerState(context);
	if (missed === undefined || missed.fetchedAt !== null) return;
	if (!catchesUp(context)) {
		delete triggerState(context).missed;
		return;
	}
	const path = `/api-webhooks/${webhookId}/replay`;
	await fluid({ method: 'POST', path, body: { since: missed.since }, expects: 'replayed' });
	triggerState(context).missed = { ...missed, fetchedAt: new Date().toISOString() };
}

/** Begins to note what arrives, for the day somebody deletes the webhook in Fluid and its log with it. */
export async function beginNoting(
	context: IHookFunctions,
	fluid: FluidClient,
	{ created_at }: Webhook,
): Promise<void> {
	const data = triggerState(context);
	if (!catchesUp(context)) {
		delete data.last;
		return;
	}
	if (data.last !== undefined) return;
	const [newest] = await list<Event>(fluid, '/api-events', {}, 1);
	data.last = {
		sequence: newest?.sequence ?? 0,
		timestamp: newest?.timestamp ?? created_at,
	};
}

/** Notes an event that arrived; they may arrive out of order. */
export function noteArrival(data: TriggerState, { sequence, timestamp }: Event): void {
	if (data.last && sequence > data.last.sequence) data.last = { sequence, timestamp };
}

/** Returns whether an event came in before and now comes again because what was missed is being fetched. */
export function isRepetition({ missed }: TriggerState, event: Event, now: Date): boolean {
	if (missed === undefined || missed.fetchedAt === null) return false;
	const isFetching = now.getTime() - Date.parse(missed.fetchedAt) < FETCHING_MS;
	return isFetching && missed.arrived.includes(event.id);
}

function catchesUp(context: IHookFunctions): boolean {
	return context.getNodeParameter('options.catchUp', false) === true;
}

/** Somebody has deleted the webhook: what is newer than anything that arrived is missed. */
async function noteGone(data: TriggerState, fluid: FluidClient): Promise<void> {
	if (data.last === undefined) return;
	const { sequence, timestamp } = data.last;
	const recent = await eventsSince(fluid, timestamp);
	const arrived = recent.filter((event) => event.sequence <= sequence);
	data.missed = { since: timestamp, arrived: arrived.map(({ id }) => id), fetchedAt: null };
}

function pause(fluid: FluidClient, path: string): Promise<Webhook | undefined> {
	return undefinedIfGone(fluid<Webhook>({ method: 'PATCH', path, body: { status: 'paused' } }));
}

/**
 * Returns since when events may be missing, and the events since then. What was being fetched when the workflow was
 * switched off again is held as of the time it was fetched, though it happened earlier.
 */
async function window(
	fluid: FluidClient,
	earlier: string | undefined,
	{ start, heldIds }: { start: string; heldIds: Set<string> },
): Promise<{ since: string; recent: Event[] }> {
	const recent = await eventsSince(fluid, start);
	const ids = new Set(recent.map(({ id }) => id));
	const isWhole = [...heldIds].every((id) => ids.has(id)) || recent.length >= MOST_REMEMBERED;
	if (isWhole || earlier === undefined) return { since: start, recent };
	const since = earliest([earlier, start]);
	return { since, recent: await eventsSince(fluid, since) };
}

function eventsSince(fluid: FluidClient, since: string): Promise<Event[]> {
	return list<Event>(fluid, '/api-events', { since }, MOST_REMEMBERED);
}

function earliest(times: string[]): string {
	return times.reduce((one, other) => (other < one ? other : one));
}
