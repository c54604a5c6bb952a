import type { Bundle, ZObject } from 'zapier-platform-core';
import { type FieldNotation, isBlank, readCustomField, readField } from '../../../contract/reading';
import { schemas } from '../../../contract/schemas';
import type { CustomField, DealInput } from '../../../contract/types';
import { cachedCustomFields } from '../customFields';
import { CLEARED_CUSTOM_FIELDS, CUSTOM_FIELD, ownChoices } from '../fields/customFieldInputs';
import { readChosen } from '../fields/chosen';
import { dealKeys } from '../fields/dealKeys';
import { filledIn } from '../fields/filledIn';
import { clearable } from '../fields/inputFields';
import { newDealLabel, ON_CREATE } from '../fields/onCreate';
import { notationOf, type Readable, readInputs } from '../fields/readInputs';
import { clearAt, toClear } from '../fields/toClear';
import { hasIdForm, findPipelineOfStep } from '../pipelines';
import { searchedOnly } from '../searches/dealFilters';
import { matchOn } from './matchOn';

type Values = Record<string, unknown>;

/** The custom fields of the deal, and those of the pipeline in which a new one is created. */
type OwnFields = { deal: CustomField[]; onCreate: CustomField[] };

/**
 * Returns the deal that the fields of a Zap describe: empty fields are absent, and null where they are to be cleared.
 *
 * @throws an error that names every field that cannot be read
 */
export async function dealInput(z: ZObject, bundle: Bundle): Promise<DealInput> {
	const {
		run_id: _run,
		exact_name: _ofSearch,
		clear_fields,
		[CLEARED_CUSTOM_FIELDS]: cleared,
		...inputs
	} = bundle.inputData;
	for (const key of searchedOnly) delete inputs[key];
	const own = await ownFields(z, bundle);
	const notation = notationOf(bundle);
	const deal: Values = {};
	for (const [key, value] of readInputs(z, inputs, (key) => readable(key, own, notation)))
		put(deal, pathOf(key, value), value);
	for (const name of toClear(clear_fields, clearable(schemas.dealInput)))
		clearAt(deal, name.split(/\.(.*)/).filter(Boolean));
	for (const key of toClear(cleared, ownChoices(own.deal))) clearAt(deal, ['custom_fields', key]);
	return deal as DealInput;
}

/** Reads what custom fields there are only where one is filled in or to be cleared. */
async function ownFields(z: ZObject, bundle: Bundle): Promise<OwnFields> {
	const inputs = bundle.inputData as Values;
	const given = Object.keys(inputs).filter((key) => !isBlank(inputs[key]));
	const own = [CUSTOM_FIELD, `${ON_CREATE}${CUSTOM_FIELD}`, CLEARED_CUSTOM_FIELDS];
	if (!given.some((key) => own.some((start) => key.startsWith(start))))
		return { deal: [], onCreate: [] };
	const other = filledIn(inputs[`${ON_CREATE}pipeline_id`]);
	const deal = await cachedCustomFields(z, bundle, (await findPipelineOfStep(z, bundle)) ?? other);
	return { deal, onCreate: other ? await cachedCustomFields(z, bundle, other) : deal };
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
	if (key === 'match_on')
		return { label: matchOn.label, read: (value) => readChosen(value, matchOn.choices) };
	const { label, field } = dealKeys.get(key === 'deal_id' ? 'id' : key) ?? {};
	return label === undefined || field === undefined
		? undefined
		: { label, read: (value) => readField(field, value, notation) };
}

/** Returns where a value belongs in the deal. Who types or maps the name of a pipeline or stage gets the one of that name. */
function pathOf(key: string, value: unknown): string[] {
	if (key.startsWith(ON_CREATE))
		return ['on_create', ...pathOf(key.slice(ON_CREATE.length), value)];
	if (key.startsWith(CUSTOM_FIELD)) return ['custom_fields', key.slice(CUSTOM_FIELD.length)];
	if (key === 'deal_id') return ['id'];
	if (key === 'pipeline_id') return [hasIdForm('pip', String(value)) ? 'pipeline_id' : 'pipeline'];
	if (key === 'stage_id') return [hasIdForm('stg', String(value)) ? 'stage_id' : 'stage'];
	return dealKeys.get(key)?.path ?? [key];
}

function put(object: Values, [name = '', ...rest]: string[], value: unknown): void {
	if (rest.length === 0) object[name] = value;
	else put((object[name] ??= {}) as Values, rest, value);
}
