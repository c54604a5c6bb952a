import type { Bundle, ZObject } from 'zapier-platform-core';
import { type FieldNotation, isBlank, readCustomField, readField } from '../../../contract/reading';
import type { CustomField, DealInput } from '../../../contract/types';
import { customFields } from '../customFields';
import { CLEARED_CUSTOM_FIELDS, CUSTOM_FIELD } from '../fields/customFieldInputs';
import { dealKeys } from '../fields/dealKeys';
import { newDealLabel, ON_CREATE } from '../fields/onCreate';
import { notationOf, type Readable, readInputs } from '../fields/readInputs';
import { toClear } from '../fields/toClear';
import { isId, pipelineOfStep } from '../place';

type Values = Record<string, unknown>;

/** The custom fields of the deal, and those of the pipeline in which a new one is created. */
type OwnFields = { deal: CustomField[]; onCreate: CustomField[] };

/**
 * Returns the deal that the fields of a Zap describe: empty fields are absent, fields to clear are null.
 *
 * @throws an error that names every field that cannot be read
 */
export async function dealInput(z: ZObject, bundle: Bundle): Promise<DealInput> {
	const {
		run_id: _run,
		clear_fields,
		[CLEARED_CUSTOM_FIELDS]: cleared,
		...inputs
	} = bundle.inputData;
	const own = await ownFields(z, bundle, inputs);
	const notation = notationOf(bundle);
	const deal: Values = {};
	for (const [key, value] of readInputs(z, inputs, (key) => readable(key, own, notation)))
		put(deal, pathOf(key, value), value);
	for (const name of toClear(clear_fields)) put(deal, name.split(/\.(.*)/).filter(Boolean), null);
	for (const key of toClear(cleared)) put(deal, ['custom_fields', key], null);
	return deal as DealInput;
}

/** Reads what custom fields there are only where one is filled in. */
async function ownFields(z: ZObject, bundle: Bundle, inputs: Values): Promise<OwnFields> {
	const filledIn = Object.keys(inputs).filter((key) => !isBlank(inputs[key]));
	const isFilledIn = (start: string) => filledIn.some((key) => key.startsWith(start));
	const given = isFilledIn(CUSTOM_FIELD) || isFilledIn(`${ON_CREATE}${CUSTOM_FIELD}`);
	if (!given) return { deal: [], onCreate: [] };
	const other = inputs[`${ON_CREATE}pipeline_id`] as string | undefined;
	const deal = await customFields(z, bundle, (await pipelineOfStep(z, bundle)) ?? other);
	return { deal, onCreate: other ? await customFields(z, bundle, other) : deal };
}

function readable(key: string, own: OwnFields, notation: FieldNotation): Readable | undefined {
	if (key.startsWith(ON_CREATE)) {
		const inside = readable(key.slice(ON_CREATE.length), { ...own, deal: own.onCreate }, notation);
		return inside && { ...inside, label: newDealLabel(inside.label) };
	}
	if (key.startsWith(CUSTOM_FIELD)) {
		const field = own.deal.find((one) => one.key === key.slice(CUSTOM_FIELD.length));
		return field && { label: field.name, read: (value) => readCustomField(field, value, notation) };
	}
	const { label, field } = dealKeys.get(key === 'deal_id' ? 'id' : key) ?? {};
	return label === undefined || field === undefined || key === 'match_on'
		? undefined
		: { label, read: (value) => readField(field, value, notation) };
}

/** Returns where a value belongs in the deal. Who types or maps the name of a pipeline or stage gets the one of that name. */
function pathOf(key: string, value: unknown): string[] {
	if (key.startsWith(ON_CREATE))
		return ['on_create', ...pathOf(key.slice(ON_CREATE.length), value)];
	if (key.startsWith(CUSTOM_FIELD)) return ['custom_fields', key.slice(CUSTOM_FIELD.length)];
	if (key === 'deal_id') return ['id'];
	if (key === 'pipeline_id') return [isId('pip', String(value)) ? 'pipeline_id' : 'pipeline'];
	if (key === 'stage_id') return [isId('stg', String(value)) ? 'stage_id' : 'stage'];
	return dealKeys.get(key)?.path ?? [key];
}

function put(object: Values, [name = '', ...rest]: string[], value: unknown): void {
	if (rest.length === 0) object[name] = value;
	else put((object[name] ??= {}) as Values, rest, value);
}
