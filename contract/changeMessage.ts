import { mostSpecificFirst } from './events';
import type { ChangeMessage, Event, EventData } from './types';

/**
 * Returns a change as it is delivered: called after the most specific of its events, with the objects of all of them.
 *
 * @param id of the change
 * @param events at least one, in the order in which they happened
 */
export function changeMessage(id: string, events: Event[]): ChangeMessage {
	const sorted = mostSpecificFirst(events);
	const first = sorted[0] as Event;
	return {
		id,
		type: first.type,
		types: sorted.map(({ type }) => type),
		timestamp: first.timestamp,
		workspace_id: first.workspace_id,
		pipeline_id: first.pipeline_id,
		stage_id: first.stage_id,
		sequence: first.sequence,
		// What was published later is how an object is now.
		data: Object.assign({}, ...events.map(({ data }) => data)) as EventData,
		previous: first.previous,
		changed_fields: first.changed_fields,
		...(first.proof === true && { proof: true }),
		...(first.undo === true && { undo: true }),
	};
}
