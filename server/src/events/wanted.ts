import { type EventName, eventNames } from '../../../contract/events';
import { passes } from '../../../contract/filters';
import type { Event, WebhookFilters, WebhookFiltersInput } from '../../../contract/types';
import type { Reader } from '../database/database';
import { didYouMean, inQuotes } from '../../../contract/nearest';
import { invalidInput } from '../problems/problems';
import { unheard } from '../pipelines/oldName';
import { noFilters, resolveFilters } from '../webhooks/filterInput';

/** Which events are looked for: of some types, and passing the filters that webhooks have. */
export type WantedEvents = {
	types: EventName[];
	filters: WebhookFilters;
	isFiltered: boolean;
	/** Whether those of registered proofs are among them. */
	hasProofs: boolean;
	/** Whether those of undoing runs are among them. */
	hasUndone: boolean;
};

const FILTERS = [
	'pipeline_id',
	'pipeline',
	'stage_id',
	'stage',
	'from_stage_id',
	'from_stage',
	'form_id',
	'changed_fields',
] as const;

/** The query of a list of events that says which are wanted. */
export const WANTED = ['type', ...FILTERS] as const;

type WantedQuery = Partial<Record<(typeof WANTED)[number], string>>;

/**
 * Returns which events a query asks for; several types or fields stand in one parameter, between commas.
 *
 * @param others whether those of registered proofs, and of undoing runs, are wanted as well
 * @throws invalid_input for a type, pipeline, stage, form or field that does not exist
 */
export async function listWantedEvents(
	reader: Reader,
	workspaceId: string,
	query: WantedQuery,
	others: Pick<WantedEvents, 'hasProofs' | 'hasUndone'>,
): Promise<WantedEvents> {
	const types = query.type === undefined ? eventNames : checkedTypes(listed(query.type));
	const given = FILTERS.flatMap((name) => {
		const value = query[name];
		if (value === undefined) return [];
		return [[name, name === 'changed_fields' ? listed(value) : value] as const];
	});
	if (given.length === 0) return { types, filters: noFilters, isFiltered: false, ...others };
	const input = Object.fromEntries(given) as WebhookFiltersInput;
	const filters = await resolveFilters(reader, workspaceId, input, noFilters, {
		path: '',
		warn: unheard,
	});
	return { types, filters, isFiltered: true, ...others };
}

/** Returns whether an event is one of them. */
export function isWanted(event: Event, { types, filters }: WantedEvents): boolean {
	return types.includes(event.type) && passes(event, filters);
}

function listed(text: string): string[] {
	return text
		.split(',')
		.map((one) => one.trim())
		.filter((one) => one !== '');
}

function checkedTypes(types: string[]): EventName[] {
	const wrong = types.find((type) => !(eventNames as string[]).includes(type));
	if (wrong === undefined) return types as EventName[];
	const detail = `${inQuotes(wrong)} is not an event.${didYouMean(wrong, eventNames)}`;
	throw invalidInput([{ pointer: '/type', detail }]);
}
