import { changeMessage } from '../../../contract/changeMessage';
import type { Event } from '../../../contract/types';
import type { Reader } from '../database/database';
import { isAmong, sql } from '../database/sql';
import { carriedIds } from './carried';
import { eventText } from './eventText';
import { type StoredEvent, wholeEvent } from './wholeEvent';

/** What a stored delivery carries: its event, or the one its change is called after, and which there are. */
export type StoredBody = StoredEvent & {
	event_id: string;
	change_id: string | null;
	change_events: string | null;
};

/** Returns what is sent of each delivery. */
export async function loadBodies(reader: Reader, rows: StoredBody[]): Promise<string[]> {
	const others = await otherEvents(reader, rows);
	return rows.map((row) => {
		const { change_id, event_id } = row;
		// A sample of a change stands as it was sent.
		if (change_id === null || row.change_events === null) return wholeEvent(row);
		const stored = carriedIds(row).flatMap((id) =>
			id === event_id ? row : (others.get(id) ?? []),
		);
		const events = stored.map((one) => JSON.parse(wholeEvent(one)) as Event);
		const inOrder = events.sort((one, other) => one.sequence - other.sequence);
		return eventText(changeMessage(change_id, inOrder));
	});
}

async function otherEvents(reader: Reader, rows: StoredBody[]): Promise<Map<string, StoredEvent>> {
	const ids = rows.flatMap((row) => carriedIds(row).filter((id) => id !== row.event_id));
	if (ids.length === 0) return new Map();
	const events = await reader.all<StoredEvent & { id: string }>(
		sql`select id, body, shape from events where ${isAmong(sql`id`, ids)}`,
	);
	return new Map(events.map((event) => [event.id, event]));
}
