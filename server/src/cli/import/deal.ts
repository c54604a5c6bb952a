import type { DealInput } from '../../../../contract/types';
import { convert, type Notation } from './convert';
import type { Mapping } from './mapping';

/** What every deal of an import gets from the command's options. */
export type Defaults = Pick<
	DealInput,
	'match_on' | 'mode' | 'pipeline' | 'pipeline_id' | 'stage' | 'stage_id'
>;

/** The deal a row means, or why it means none. */
export type RowDeal = { deal: DealInput } | { faults: string[] };

/** Returns the deal a row means; an empty cell says nothing about its field. */
export function dealOf(
	values: string[],
	mappings: Mapping[],
	defaults: Defaults,
	notation: Notation,
): RowDeal {
	const deal: Record<string, unknown> = {};
	const faults: string[] = [];
	for (const { column, header, field } of mappings) {
		const text = (values[column] ?? '').trim();
		if (text === '') continue;
		const converted = convert(text, field.type, notation);
		if ('fault' in converted) faults.push(`${header}: ${converted.fault}`);
		else put(deal, field.path, converted.value);
	}
	if (faults.length > 0) return { faults };
	return { deal: { ...missing(defaults, deal), ...deal } as DealInput };
}

function put(deal: Record<string, unknown>, path: string, value: unknown): void {
	const [part = '', key] = path.split('.');
	if (key === undefined) deal[part] = value;
	else deal[part] = { ...(deal[part] as object | undefined), [key]: value };
}

/** A row that names its own pipeline or stage, by name or id, keeps it. */
function missing(defaults: Defaults, deal: Record<string, unknown>): Defaults {
	const rest = { ...defaults };
	if ('pipeline' in deal || 'pipeline_id' in deal) {
		delete rest.pipeline;
		delete rest.pipeline_id;
	}
	if ('stage' in deal || 'stage_id' in deal) {
		delete rest.stage;
		delete rest.stage_id;
	}
	return rest;
}
