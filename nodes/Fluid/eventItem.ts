import { events } from '../../contract/events';
import type { ChangeMessage, Event } from '../../contract/types';

/**
 * Returns an event as the item of an execution: whole, or what it is about, with the event's name and ID; of a change with
 * the names of all its events.
 */
export function eventItem(event: Event | ChangeMessage, isSimple: boolean): object {
	if (!isSimple) return event;
	const { id, type, data } = event;
	const name = events[type].data.at(-1);
	const types = 'types' in event ? { event_types: event.types } : {};
	return { ...(name && data[name]), event_type: type, ...types, event_id: id };
}
