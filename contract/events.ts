import catalogue from './events.json';

/** The object kinds an event can carry. */
export type DataName = 'deal' | 'contact' | 'form' | 'submission';

/** A filter of a webhook. */
export type FilterName =
	| 'pipeline_id'
	| 'stage_id'
	| 'from_stage_id'
	| 'form_id'
	| 'changed_fields';

/** The name of an event, e.g. `deal.created`. */
export type EventName = keyof typeof catalogue;

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
	/** What its sample has other than the objects' own examples. */
	example: Record<string, unknown>;
};

/** The ten events. */
export const events = catalogue as Record<EventName, EventDeclaration>;

/** Names of the ten events, in the catalogue's order. */
export const eventNames = Object.keys(catalogue) as EventName[];
