import type { Bundle, ZObject } from 'zapier-platform-core';
import type { EventName } from '../../../contract/events';
import { passes } from '../../../contract/filters';
import type { Event } from '../../../contract/types';
import { mostRecords, within3Megabytes } from '../bounded';
import { get } from '../request';
import { type EventRecord, eventRecord } from './eventRecord';
import { resolvedFilters } from './filters';

/** So many events are looked through for those that the filters let pass. */
const MOST_READ = 200;

type List = { data: Event[]; next_cursor: string | null };

/** Completes records by what the event itself does not carry. */
type Complete = (z: ZObject, bundle: Bundle, records: EventRecord[]) => Promise<EventRecord[]>;

/**
 * Returns what lists the recent events to map from: newest first, those the trigger's filters let pass, each as a
 * delivery would bring it.
 */
export function recentEvents(
	type: EventName,
	complete: Complete = async (_z, _bundle, all) => all,
) {
	return async (z: ZObject, bundle: Bundle): Promise<EventRecord[]> => {
		const filters = await resolvedFilters(z, bundle);
		const passing: Event[] = [];
		let cursor: string | undefined;
		for (let read = 0; read < MOST_READ; read += mostRecords) {
			const query = { type, limit: mostRecords, cursor };
			const list = await get<List>(z, bundle, '/api-events', ['data'], query);
			passing.push(...list.data.filter((event) => passes(event, filters)));
			if (passing.length >= mostRecords || list.next_cursor === null) break;
			cursor = list.next_cursor;
		}
		const records = passing.slice(0, mostRecords).map(eventRecord);
		return within3Megabytes(await complete(z, bundle, records));
	};
}
