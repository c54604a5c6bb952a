import type { Bundle, PlainInputField, ZObject } from 'zapier-platform-core';
import { type DataName, type FilterName } from '../../../contract/events';
import { schemas } from '../../../contract/schemas';
import type { WebhookFilters, WebhookFiltersInput } from '../../../contract/types';
import { chooseForm } from '../dropdowns/forms';
import { choosePipeline } from '../dropdowns/pipelines';
import { chooseStage } from '../dropdowns/stages';
import { watchable } from '../dropdowns/watchedFields';
import { choice } from '../fields/inputFields';
import { asList, isGiven } from '../fields/values';
import { isId, pipelineId, stages } from '../place';

type Inputs = Record<string, unknown>;

const properties = schemas.webhookFilters.properties;

/** Returns the input fields of the filters that narrow an event about this object. */
export function filterFields(names: FilterName[], subject: DataName): PlainInputField[] {
	return names.map((key) => ({
		key,
		label: properties[key].title,
		helpText: help[key](subject),
		type: 'string',
		required: false,
		...choices[key](subject),
	}));
}

/** What a filter does to the Zap: the contract says what it does to a webhook, which sends many kinds of events. */
const help: Record<FilterName, (subject: DataName) => string> = {
	pipeline_id: (subject) =>
		subject === 'deal'
			? 'Start the Zap only for deals in this pipeline.'
			: 'Start the Zap only for forms whose deals go to this pipeline.',
	stage_id: (subject) =>
		subject === 'deal'
			? 'Start the Zap only for deals in this stage; when the stage has changed, the stage entered.'
			: 'Start the Zap only for forms whose deals begin in this stage.',
	from_stage_id: () => 'Start the Zap only when the deal leaves this stage.',
	form_id: () => 'Start the Zap only for submissions of this form.',
	changed_fields: () => 'Start the Zap only when one of these fields has changed.',
};

const choices: Record<FilterName, (subject: DataName) => Partial<PlainInputField>> = {
	pipeline_id: () => choosePipeline,
	stage_id: () => chooseStage,
	from_stage_id: () => chooseStage,
	form_id: () => chooseForm,
	changed_fields: (subject) => ({
		list: true,
		...(subject === 'deal'
			? { dynamic: 'deal_field_list.id.name' }
			: { choices: watchable(schemas[subject]).map(({ id, name }) => choice(id, name)) }),
	}),
};

/** Returns the filters a user has set, for subscribing; pipelines and stages are given by id or by name. */
export function wantedFilters(inputData: Inputs): WebhookFiltersInput {
	const given = Object.entries(inputData).filter(([, value]) => isGiven(value));
	return Object.assign({}, ...given.map(([key, value]) => (byName[key] ?? as(key))(value)));
}

const byName: Record<string, (value: unknown) => WebhookFiltersInput> = {
	pipeline_id: (value) => (isId('pip', `${value}`) ? as('pipeline_id') : as('pipeline'))(value),
	stage_id: (value) => (isId('stg', `${value}`) ? as('stage_id') : as('stage'))(value),
	from_stage_id: (value) =>
		(isId('stg', `${value}`) ? as('from_stage_id') : as('from_stage'))(value),
	changed_fields: (value) => ({ changed_fields: asList(value) as string[] }),
};

const as = (key: string) => (value: unknown) => ({ [key]: value });

/** Returns the same filters by id alone, as an event is compared with; a name that nothing has matches nothing. */
export async function resolvedFilters(z: ZObject, bundle: Bundle): Promise<WebhookFilters> {
	const { pipeline, stage, from_stage, ...filters } = wantedFilters(bundle.inputData);
	const id = pipeline ? await pipelineId(z, bundle, pipeline) : filters.pipeline_id;
	const known = stage || from_stage ? await stages(z, bundle, id ?? undefined) : [];
	const stageId = (name: string) => known.find((each) => each.name === name)?.id ?? name;
	return {
		...filters,
		...(pipeline ? { pipeline_id: id ?? pipeline } : {}),
		...(stage ? { stage_id: stageId(stage) } : {}),
		...(from_stage ? { from_stage_id: stageId(from_stage) } : {}),
	};
}
