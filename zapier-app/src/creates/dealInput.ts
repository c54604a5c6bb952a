import type { Bundle, ZObject } from 'zapier-platform-core';
import type { CustomFieldValue, DealInput } from '../../../contract/types';
import { customFields } from '../customFields';
import { CLEARED_CUSTOM_FIELDS, CUSTOM_FIELD } from '../fields/customFieldInputs';
import { asAmount, asNumber } from '../fields/numbers';
import { asCustomFieldValue, asList, asMoment, givenValues } from '../fields/values';
import { isId, pipelineOfStep } from '../place';

type Values = Record<string, unknown>;

/** What the keys of a part's inputs begin with, and where the part stands in a deal. */
const parts: Record<string, string> = {
	contact_: 'contact',
	company_: 'company',
	reminder_: 'reminder',
	[CUSTOM_FIELD]: 'custom_fields',
};

/** Returns the deal that the fields of a Zap describe: empty fields are absent, fields to clear are null. */
export async function dealInput(z: ZObject, bundle: Bundle): Promise<DealInput> {
	const {
		run_id: _run,
		clear_fields,
		[CLEARED_CUSTOM_FIELDS]: cleared,
		...inputs
	} = bundle.inputData;
	const deal = givenValues(inputs).reduce<Values>(
		(soFar, [key, value]) => ({ ...soFar, ...placed(soFar, key, value) }),
		{},
	);
	for (const name of asList(clear_fields) as string[]) clear(deal, name);
	for (const key of asList(cleared)) clear(deal, `custom_fields.${key as string}`);
	if (deal.custom_fields) deal.custom_fields = await converted(z, bundle, deal.custom_fields);
	return deal as DealInput;
}

/** Returns where a value belongs: in the part its key begins with, else at the top. */
function placed(deal: Values, key: string, value: unknown): Values {
	const start = Object.keys(parts).find((name) => key.startsWith(name));
	if (start === undefined) return (atTop[key] ?? as(key))(value);
	const part = parts[start] as string;
	return {
		[part]: {
			...(deal[part] as Values),
			[key.slice(start.length)]: (inPart[key] ?? same)(value),
		},
	};
}

const inPart: Record<string, (value: unknown) => unknown> = {
	reminder_in_days: (value) => asNumber(value),
	reminder_at: asMoment,
};

const same = (value: unknown) => value;

const atTop: Record<string, (value: unknown) => Values> = {
	deal_id: (value) => ({ id: value }),
	value: (value) => ({ value: asAmount(value) }),
	currency: (value) => ({ currency: String(value).toUpperCase() }),
	labels: (value) => ({ labels: asList(value) }),
	// Who types or maps the name of a pipeline or stage gets the one of that name.
	pipeline_id: (value) =>
		isId('pip', String(value)) ? { pipeline_id: value } : { pipeline: value },
	stage_id: (value) => (isId('stg', String(value)) ? { stage_id: value } : { stage: value }),
};

const as = (key: string) => (value: unknown) => ({ [key]: value });

function clear(deal: Values, name: string): void {
	const [part = '', key] = name.split(/\.(.*)/);
	if (key === undefined) deal[part] = null;
	else deal[part] = { ...(deal[part] as Values), [key]: null };
}

async function converted(z: ZObject, bundle: Bundle, values: unknown): Promise<Values> {
	const found = await customFields(z, bundle, await pipelineOfStep(z, bundle));
	const typeOf = (key: string) => found.find((field) => field.key === key)?.type ?? 'text';
	return Object.fromEntries(
		Object.entries(values as Record<string, CustomFieldValue>).map(([key, value]) => [
			key,
			value === null ? null : asCustomFieldValue(typeOf(key), value),
		]),
	);
}
