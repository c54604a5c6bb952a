import type { Delivery } from '../../../contract/types';
import type { Reader } from '../database/database';
import { byIndex, nothing, oneOf, sql, type Statement } from '../database/sql';
import { carriedIds } from './carried';

/** A delivery that carries an event, by itself or with others of its change. */
export type Carrying = {
	id: string;
	status: Delivery['status'];
	object_id: string | null;
	position: number | null;
	eventIds: string[];
};

type Stored = Omit<Carrying, 'eventIds'> & { event_id: string; change_events: string | null };

/** A change has an event of each type at most, written one behind the other. */
export const MOST_EVENTS_OF_CHANGE = 10;

/** Returns the ids of the events of the changes that events are of, with theirs. */
export async function listEventsOfSameChange(
	reader: Reader,
	eventIds: string[],
): Promise<string[]> {
	if (eventIds.length === 0) return [];
	const rows = await reader.all<{ id: string }>(sql`
		select distinct of.id from events join events as of on of.workspace_id = events.workspace_id
			and of.sequence > events.sequence - ${MOST_EVENTS_OF_CHANGE}
			and of.sequence < events.sequence + ${MOST_EVENTS_OF_CHANGE}
			and (of.change_id = events.change_id or of.id = events.id)
		where events.id in ${oneOf(eventIds)}`);
	return rows.map(({ id }) => id);
}

/**
 * Returns the deliveries of a queue that carry some events, those of each event.
 *
 * @param eventIds all events of each change: the delivery of a change is found by the one that it is called after
 * @param locking `forUpdate` for whoever decides by their status what becomes of them
 */
export async function listDeliveriesCarrying(
	reader: Reader,
	queueId: string,
	eventIds: string[],
	locking: Statement = nothing,
): Promise<Map<string, Carrying[]>> {
	const byEvent = new Map<string, Carrying[]>();
	if (eventIds.length === 0) return byEvent;
	const rows = await reader.all<Stored>(sql`
		select id, status, object_id, position, event_id, change_events
		from deliveries ${byIndex(sql`indexed by deliveries_by_event`)}
		where event_id in ${oneOf(eventIds)} and queue_id = ${queueId} order by id ${locking}`);
	for (const { event_id, change_events, ...row } of rows) {
		const eventIds = carriedIds({ event_id, change_events });
		for (const id of eventIds) byEvent.set(id, [...(byEvent.get(id) ?? []), { ...row, eventIds }]);
	}
	return byEvent;
}
