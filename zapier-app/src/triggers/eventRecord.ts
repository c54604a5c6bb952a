import type { DataName } from '../../../contract/events';
import type { Event, EventData } from '../../../contract/types';

/** What a Zap gets of an event: the deal, contact or submission itself, with what is known of the event beside it. */
export type EventRecord = { id: string; event_id: string } & Record<string, unknown>;

/** What the record has of the event itself, each as `event_id` and so on. */
export const EVENT_FACTS = ['id', 'type', 'timestamp', 'sequence'] as const;

/**
 * Returns an event as a Zap maps it. The object itself comes first and at the top, so that its fields have the same keys
 * as after an action or a search and `id` is the deal's own: of two ids, people map the one they see first. `event_id`
 * is what distinguishes records, because a deal can have many events.
 */
export function eventRecord({ data, ...event }: Event): EventRecord {
	const names = Object.keys(data) as DataName[];
	const facts = EVENT_FACTS.map((name) => [`event_${name}`, event[name]]);
	return {
		...(data[subjectOf(names)] as { id: string }),
		...Object.fromEntries(
			besideSubject(names).map((name) => [name, aside(data[name as keyof EventData] ?? {})]),
		),
		...(Object.fromEntries(facts) as { event_id: string }),
		workspace_id: event.workspace_id,
		changed_fields: event.changed_fields,
		previous: event.previous,
	};
}

/** Returns what stands beside a submission. Its ID stands at the top, e.g. as `form_id`: of two, nobody knows which to map. */
export function withoutId(object: object): object {
	return Object.fromEntries(Object.entries(object).filter(([key]) => key !== 'id'));
}

/** What a form asks stands in the labels of the submission's fields. */
function aside(object: object): object {
	const { fields: _asked, ...rest } = object as { fields?: unknown };
	return withoutId(rest);
}

/** Returns which object of an event it is about: a submission carries its form with it. */
export const subjectOf = (names: DataName[]) => names.at(-1) as DataName;

/** Returns the other objects of an event. */
export const besideSubject = (names: DataName[]) => names.slice(0, -1);
