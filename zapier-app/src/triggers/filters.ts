import type { Bundle, PlainInputField, ZObject } from 'zapier-platform-core';
import { type DataName, type FilterName } from '../../../contract/events';
import { readText } from '../../../contract/reading';
import { schemas } from '../../../contract/schemas';
import type { WebhookFilters, WebhookFiltersInput } from '../../../contract/types';
import { chooseForm } from '../dropdowns/forms';
import { pipelineDropdown } from '../dropdowns/pipelines';
import { chooseStage } from '../dropdowns/stages';
import { watchable } from '../dropdowns/watchedFields';
import { readAllChosen } from '../fields/chosen';
import { choice } from '../fields/inputFields';
import { type Readable, readInputs } from '../fields/readInputs';
import { idNamed, hasIdForm, findPipelineId, fetchAllStages } from '../pipelines';
import { withoutCatchUp } from './catchUp';

type Inputs = Record<string, unknown>;

const properties = schemas.webhookFilters.properties;

const labelOfFilter = (key: FilterName) => properties[key].title;

/** Returns the input fields of the filters that narrow an event about this object. */
export function filterFields(names: FilterName[], subject: DataName): PlainInputField[] {
	return names.map((key) => ({
		key,
		label: labelOfFilter(key),
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
			? 'Start the Zap only for deals in this stage; for a stage change, the new stage.'
			: 'Start the Zap only for forms whose deals start in this stage.',
	from_stage_id: () => 'Start the Zap only when the deal leaves this stage.',
	form_id: () => 'Start the Zap only for submissions of this form.',
	changed_fields: () => 'Start the Zap only when one of these fields has changed.',
};

const choices: Record<FilterName, (subject: DataName) => Partial<PlainInputField>> = {
	pipeline_id: () => pipelineDropdown,
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
export function wantedFilters(z: ZObject, inputData: Inputs): WebhookFiltersInput {
	const values = readInputs(z, withoutCatchUp(inputData), (key) => readables[key as FilterName]);
	return Object.fromEntries(values.map(([key, value]) => [nameOf(key, String(value)), value]));
}

const watchableNames = [schemas.deal, schemas.contact].flatMap((schema) =>
	watchable(schema).map(({ id, name }) => ({ value: id, label: name })),
);

const text = (key: FilterName): Readable => ({ label: labelOfFilter(key), read: readText });

const readables: Record<FilterName, Readable> = {
	pipeline_id: text('pipeline_id'),
	stage_id: text('stage_id'),
	from_stage_id: text('from_stage_id'),
	form_id: text('form_id'),
	changed_fields: {
		label: labelOfFilter('changed_fields'),
		// A custom field is watched by the name that the list gives it.
		read: (value) => readAllChosen(value, watchableNames),
	},
};

/** A pipeline or stage that is given by its name has a filter of its own. */
function nameOf(key: string, value: string): string {
	const kind = kinds[key];
	return kind === undefined || hasIdForm(kind, value) ? key : key.replace(/_id$/, '');
}

const kinds: Record<string, 'pip' | 'stg'> = {
	pipeline_id: 'pip',
	stage_id: 'stg',
	from_stage_id: 'stg',
};

/** Returns the same filters by id alone, as an event is compared with; a name that nothing has matches nothing. */
export async function resolvedFilters(z: ZObject, bundle: Bundle): Promise<WebhookFilters> {
	const { pipeline, stage, from_stage, ...filters } = wantedFilters(z, bundle.inputData);
	const id = pipeline ? await findPipelineId(z, bundle, pipeline) : filters.pipeline_id;
	const known = stage || from_stage ? await fetchAllStages(z, bundle, id ?? undefined) : [];
	const stageId = (name: string) => idNamed(name, known) ?? name;
	return {
		...filters,
		...(pipeline ? { pipeline_id: id ?? pipeline } : {}),
		...(stage ? { stage_id: stageId(stage) } : {}),
		...(from_stage ? { from_stage_id: stageId(from_stage) } : {}),
	};
}
