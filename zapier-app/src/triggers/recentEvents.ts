import type { Bundle, ZObject } from 'zapier-platform-core';
import type { EventName } from '../../../contract/events';
import { passes } from '../../../contract/filters';
import type { Event } from '../../../contract/types';
import { get } from '../request';
import { type EventRecord, eventRecord } from './eventRecord';
import { resolvedFilters } from './filters';

const MOST_EVENTS = 200;

/**
 * Returns what lists the recent events to map from: newest first, those the trigger's filters let pass, each as a
 * delivery would bring it.
 */
export function recentEvents(type: EventName) {
	return async (z: ZObject, bundle: Bundle): Promise<EventRecord[]> => {
		const filters = await resolvedFilters(z, bundle);
		const query = { type, limit: MOST_EVENTS };
		const { data } = await get<{ data: Event[] }>(z, bundle, '/api-events', ['data'], query);
		return data.filter((event) => passes(event, filters)).map(eventRecord);
	};
}
