/** A webhook as it is stored. */
export type WatchedWebhook = {
	id: string;
	queue_id: string;
	consumer: string | null;
	is_catching_up: number;
	delivers_after: string | null;
	url: string;
	delivery: 'push' | 'pull';
	events: string;
	filters: string;
	deliver: 'each_event' | 'each_change';
	ordering: 'none' | 'per_object';
	is_lining_up: number;
	auth_header: string | null;
	secret: string;
	status: 'active' | 'paused';
	paused_reason: string | null;
	failing_since: string | null;
	created_at: string;
	updated_at: string;
};

/** A consumer as it is stored. */
export type WatchedConsumer = {
	name: string;
	queue_id: string;
	webhook_id: string | null;
	missing_since: string | null;
	seen_sequence: number | null;
	held_before: string | null;
};

/** A delivery as it is stored. */
export type WatchedDelivery = {
	id: string;
	queue_id: string;
	event_id: string;
	/** What it carries one event or more of; null where it carries an event by itself. */
	change_id: string | null;
	/** Ids of the events that it carries. */
	carried: string[];
	/** The deal or contact whose order it keeps, and its place there. */
	object_id: string | null;
	position: number | null;
	status: 'pending' | 'held' | 'succeeded' | 'failed' | 'skipped';
	attempts: number;
	next_attempt_at: string | null;
	claimed_until: string | null;
	created_at: string;
};

/** An attempt as it is stored. */
export type WatchedAttempt = {
	number: number;
	started_at: string;
	duration_ms: number;
	status_code: number | null;
	error: string | null;
};

/** What an event shows of an object. */
export type ShownObject = Record<string, unknown> & { id: string };

/** An event as it is stored, with what the watch knows of it. */
export type WatchedEvent = {
	sequence: number;
	id: string;
	type: string;
	change_id: string;
	timestamp: string;
	/** As it is delivered. */
	text: string;
	stage_id: string | null;
	data: { deal?: ShownObject; contact?: ShownObject };
	changed_fields: string[];
	previous: Record<string, unknown> | null;
	/** The number of the commit that brought it. */
	commit: number;
};
