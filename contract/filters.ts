import { events } from './events';
import type { Event, WebhookFilters } from './types';

type Passes = (event: Event, wanted: never) => boolean;

const rules: Record<keyof WebhookFilters, Passes> = {
	pipeline_id: (event, wanted: string) => event.pipeline_id === wanted,
	stage_id: (event, wanted: string) => event.stage_id === wanted,
	from_stage_id: (event, wanted: string) => event.previous?.stage_id === wanted,
	form_id: (event, wanted: string) => event.data.form?.id === wanted,
	changed_fields: (event, wanted: string[]) =>
		event.changed_fields.some((field) => isWatched(field, wanted)),
};

/** Returns whether an event passes; a filter the catalogue does not name for the event leaves it alone. */
export function passes(event: Event, filters: WebhookFilters): boolean {
	return events[event.type].filters.every((name) => {
		const wanted = filters[name] ?? null;
		return wanted === null || rules[name](event, wanted as never);
	});
}

/**
 * Returns whether the change of a field is watched by one of these names: `custom_fields` means all of them, `stage` and
 * the like mean the id and the name.
 */
export function isWatched(field: string, wanted: string[]): boolean {
	return wanted.some(
		(name) => field === name || field.startsWith(`${name}.`) || field === `${name}_id`,
	);
}
