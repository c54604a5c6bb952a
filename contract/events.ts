import catalogue from './events.json';
import type { EventName } from './types';

export type { EventName };

/** The object kinds an event can carry. */
export type DataName = 'deal' | 'contact' | 'form' | 'submission';

/** A filter of a webhook. */
export type FilterName =
	| 'pipeline_id'
	| 'stage_id'
	| 'from_stage_id'
	| 'form_id'
	| 'changed_fields';

/** What the catalogue says of one event. */
export type EventDeclaration = {
	/** Label, in title case. */
	title: string;
	/** What a trigger of it is called where triggers are named after what comes, as in Zapier. */
	trigger: string;
	/** One sentence that starts with "Triggers when". */
	description: string;
	/** What `data` holds. */
	data: DataName[];
	/** The filters that narrow this event; others leave it alone. */
	filters: FilterName[];
	/**
	 * How much it says of the change that it is of, 1 the most: a delivery of a change is called after the first of its
	 * events by this order.
	 */
	specificity: number;
	/** What its sample has other than the objects' own examples. */
	example: Record<string, unknown>;
};

/** The events. */
export const events = catalogue as Record<EventName, EventDeclaration>;

/** Names of the events, in the catalogue's order. */
export const eventNames = Object.keys(catalogue) as EventName[];

/** Returns events, the most specific first. */
export function mostSpecificFirst<T extends { type: EventName }>(list: T[]): T[] {
	return [...list].sort(
		(one, other) => events[one.type].specificity - events[other.type].specificity,
	);
}
