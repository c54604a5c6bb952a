import type { WatchedEvent } from '../stored.mts';
import type { WatchedQueue } from '../subscriptions.mts';
import { keyOf, type Watch } from '../watch.mts';

/** The most specific first, as docs/webhooks.md says. */
const BY_SPECIFICITY = [
	'deal.deleted',
	'deal.won',
	'deal.lost',
	'deal.created',
	'deal.stage_changed',
	'deal.updated',
	'contact.deleted',
	'contact.created',
	'contact.updated',
];

/** What stands beside another event of the same deal. */
const BESIDE = ['deal.stage_changed', 'deal.won', 'deal.lost'];

/** Checks that the events of a commit are counted to changes: one item of a request, or one object that follows. */
export function checkChanges(watch: Watch, fresh: WatchedEvent[]): void {
	for (const [id, events] of Map.groupBy(fresh, ({ change_id }) => change_id)) {
		const detail = `${id}: ${events.map(({ type, sequence }) => `${type} ${sequence}`).join(', ')}`;
		if (watch.changes.has(id)) watch.fail('a change is within one commit', detail);
		watch.changes.set(id, events);
		const [first] = events as [WatchedEvent];
		if (events.some(({ sequence }, index) => sequence !== first.sequence + index))
			watch.fail('the events of a change are numbered in a row', detail);
		if (new Set(events.map(({ type }) => type)).size !== events.length)
			watch.fail('a change has an event of each type at most', detail);
		for (const name of ['deal', 'contact'] as const)
			if (new Set(events.flatMap(({ data }) => data[name]?.id ?? [])).size > 1)
				watch.fail('a change is one object, with its contact', detail);
		const isOfDeal = events.some(({ type }) => type === 'deal.created' || type === 'deal.updated');
		if (!isOfDeal && events.some(({ type }) => BESIDE.includes(type)))
			watch.fail('what stands beside a change of a deal is of it', detail);
	}
}

/** Checks what is delivered: an event to the letter, or what a delivery carries of a change. */
export function checkBody(
	watch: Watch,
	queue: WatchedQueue,
	{ headers, body }: { headers: Record<string, string>; body: string },
): void {
	const id = headers['webhook-id'] as string;
	const event = watch.events.get(id);
	if (event) {
		if (event.text !== body) watch.fail('what is delivered is the event to the letter', id);
		return;
	}
	const change = watch.changes.get(id) ?? [];
	// One that came and went within one commit nobody has seen.
	const able = watch.carried.get(keyOf(queue.id, id)) ?? [];
	const isOne = able.some((carried) => bodyOf(id, change, carried) === body);
	if (!isOne && able.length > 0)
		watch.fail('what is delivered is the change with all that it carries', id);
}

/** Returns the event that a change is called after. */
export function mostSpecific(events: WatchedEvent[]): WatchedEvent | undefined {
	return bySpecificity(events)[0];
}

function bySpecificity(events: WatchedEvent[]): WatchedEvent[] {
	const rank = ({ type }: WatchedEvent) => BY_SPECIFICITY.indexOf(type);
	return events.toSorted((one, other) => rank(one) - rank(other));
}

function bodyOf(id: string, change: WatchedEvent[], carried: string[]): string {
	const events = change.filter((event) => carried.includes(event.id));
	const sorted = bySpecificity(events);
	if (!sorted[0]) return '';
	const { type, timestamp, workspace_id, pipeline_id, stage_id, sequence, ...rest } = JSON.parse(
		sorted[0].text,
	);
	const { previous, changed_fields } = rest;
	const data = Object.assign({}, ...events.map((one) => JSON.parse(one.text).data));
	const types = sorted.map((one) => one.type);
	const frame = { id, type, types, timestamp, workspace_id, pipeline_id, stage_id, sequence };
	return JSON.stringify({ ...frame, data, previous, changed_fields });
}
