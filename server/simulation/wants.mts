import { Product } from './product.mts';
import type { WatchedEvent } from './stored.mts';
import type { SeenSubscription } from './subscriptions.mts';

const { events: catalogue } = Product.shared<{
	events: Record<string, { filters: string[]; data: string[] }>;
}>('contract/events');

/** Every event that the simulation brings about. */
export const EVENT_TYPES = Object.keys(catalogue).filter((type) => type !== 'form.submitted');

/** Returns whether a webhook is subscribed to an event and its filters let it pass. */
export function wants({ events, filters }: SeenSubscription, event: WatchedEvent): boolean {
	if (!events.includes(event.type)) return false;
	const { stage_id, changed_fields } = filters;
	const narrows = (name: string) => catalogue[event.type]?.filters.includes(name);
	if (stage_id && narrows('stage_id') && event.stage_id !== stage_id) return false;
	if (!changed_fields || !narrows('changed_fields')) return true;
	return event.changed_fields.some((field) =>
		changed_fields.some(
			(name) => field === name || field === `${name}_id` || field.startsWith(`${name}.`),
		),
	);
}
