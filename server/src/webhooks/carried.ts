import { mostSpecificFirst } from '../../../contract/events';
import type { Event } from '../../../contract/types';

/** What one delivery carries: an event, or a change with those of its events that the webhook wants. */
export type Carried = {
	/** Null where each event is delivered. */
	changeId: string | null;
	/** At least one, in the order in which they happened. */
	events: Event[];
};

/** An event as it is found again for a delivery: whole, with the change that it is of. */
export type FoundEvent = { event: Event; change_id: string | null };

/** One event of a change, as its delivery notes it. */
export type CarriedEvent = Pick<Event, 'id' | 'type'>;

/** Returns the events that a delivery is called after and lists, the most specific first. */
export function carriedEvents({ events }: Carried): [CarriedEvent, ...CarriedEvent[]] {
	const noted = events.map(({ id, type }) => ({ id, type }));
	return mostSpecificFirst(noted) as [CarriedEvent, ...CarriedEvent[]];
}

/** Returns the deal that a delivery is about, else the contact: what its order is kept for. */
export function orderedObject({ events }: Carried): string | null {
	const ids = (of: (event: Event) => string | null | undefined) =>
		events.map(of).find((id) => typeof id === 'string');
	return (
		ids(({ data }) => data.deal?.id ?? data.submission?.deal_id) ??
		ids(({ data }) => data.contact?.id ?? data.submission?.contact_id) ??
		null
	);
}

/** Returns events as they are delivered: each by itself, or those of one change together. */
export function carriedBy(deliver: 'each_event' | 'each_change', found: FoundEvent[]): Carried[] {
	if (deliver === 'each_event')
		return found.map(({ event }) => ({ changeId: null, events: [event] }));
	const byChange = Map.groupBy(found, ({ event, change_id }) => change_id ?? changeOf(event));
	return [...byChange].map(([changeId, of]) => ({
		changeId,
		events: of.map(({ event }) => event),
	}));
}

/** An event from before changes were noted is a change by itself. */
function changeOf({ id }: Event): string {
	return id.replace(/^evt_/, 'chg_');
}

/** Returns the ids of the events that a stored delivery carries. */
export function carriedIds(stored: { event_id: string; change_events: string | null }): string[] {
	if (stored.change_events === null) return [stored.event_id];
	return (JSON.parse(stored.change_events) as CarriedEvent[]).map(({ id }) => id);
}
