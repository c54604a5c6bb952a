import type { WebhookFilters, WebhookFiltersInput } from '../../../contract/types';
import type { Reader } from '../database/database';
import { sql } from '../database/sql';
import { resolvePipeline, resolveStage } from '../pipelines/stageRef';
import type { Warn } from '../pipelines/oldName';
import { loadPipelines, type LoadedPipeline } from '../pipelines/store';
import { invalidInput } from '../problems/problems';
import { checkWatched } from './watched';

/** No filter at all. */
export const noFilters: WebhookFilters = {
	pipeline_id: null,
	stage_id: null,
	from_stage_id: null,
	form_id: null,
	changed_fields: null,
};

const PATH = '/filters';

/**
 * Returns the filters with names turned into ids. What is absent stays as it was; null or nothing clears it.
 *
 * @param before the filters so far
 * @param path where the filters stand in what was sent
 * @param warn takes the warning that something is named as it was called before
 * @throws invalid_input for a pipeline, stage, form or field that does not exist
 */
export async function resolveFilters(
	reader: Reader,
	workspaceId: string,
	input: WebhookFiltersInput | undefined,
	before = noFilters,
	{ path = PATH, warn }: { path?: string; warn: Warn },
): Promise<WebhookFilters> {
	if (!input) return before;
	const pipelines = await loadPipelines(reader, workspaceId);
	const given = withoutNulls(input);
	const pipeline = resolvePipeline(pipelines, given, { path, warn });
	const pipelineId = isIn(input, 'pipeline_id', 'pipeline')
		? (pipeline?.id ?? null)
		: before.pipeline_id;
	const within = pipelines.find(({ id }) => id === pipelineId);
	const entered = resolveStage(pipelines, within, given, { path, warn });
	const { from_stage_id: stage_id, from_stage: stage } = given;
	const left = resolveStage(
		pipelines,
		within,
		{ stage_id, stage },
		{
			path,
			warn: (warning) => warn({ ...warning, pointer: `${path}/from_stage` }),
		},
	);
	if (given.form_id) await checkForm(reader, workspaceId, given.form_id, path);
	const customFields = pipelines.flatMap(({ fields }) => fields);
	checkWatched(given.changed_fields ?? [], before.changed_fields ?? [], customFields, path);
	const filters = {
		pipeline_id: pipelineId,
		stage_id: isIn(input, 'stage_id', 'stage') ? (entered?.stage.id ?? null) : before.stage_id,
		from_stage_id: isIn(input, 'from_stage_id', 'from_stage')
			? (left?.stage.id ?? null)
			: before.from_stage_id,
		form_id: isIn(input, 'form_id') ? (given.form_id ?? null) : before.form_id,
		changed_fields: isIn(input, 'changed_fields')
			? given.changed_fields?.length
				? given.changed_fields
				: null
			: before.changed_fields,
	};
	if (pipelineId !== before.pipeline_id) checkKeptStages(filters, input, within, path);
	return filters;
}

function isIn(input: WebhookFiltersInput, ...keys: Array<keyof WebhookFiltersInput>): boolean {
	return keys.some((key) => input[key] !== undefined);
}

async function checkForm(
	reader: Reader,
	workspaceId: string,
	id: string,
	path: string,
): Promise<void> {
	if (await formExists(reader, workspaceId, id)) return;
	const detail = `No lead form has the id "${id}". List forms with GET /api-forms.`;
	const pointer = `${path}/form_id`;
	throw invalidInput([{ pointer, detail, code: 'form_not_found', params: { id } }]);
}

/** Returns whether a workspace has the lead form. */
export async function formExists(
	reader: Reader,
	workspaceId: string,
	id: string,
): Promise<boolean> {
	const form = await reader.get(
		sql`select id from forms where workspace_id = ${workspaceId} and id = ${id}`,
	);
	return form !== undefined;
}

/** Filters by one pipeline and by a stage of another would let nothing through. */
function checkKeptStages(
	filters: WebhookFilters,
	input: WebhookFiltersInput,
	pipeline: LoadedPipeline | undefined,
	path: string,
): void {
	if (!pipeline) return;
	for (const name of ['stage_id', 'from_stage_id'] as const) {
		const id = filters[name];
		if (id === null || pipeline.stages.some((stage) => stage.id === id)) continue;
		const pointer = `${path}/${input.pipeline === undefined ? 'pipeline_id' : 'pipeline'}`;
		const detail = `The webhook is filtered by a stage of another pipeline. Give a "${name}" of "${pipeline.name}" as well, or null.`;
		throw invalidInput([{ pointer, detail }]);
	}
}

type Given<T> = { [Key in keyof T]?: Exclude<T[Key], null> };

function withoutNulls(input: WebhookFiltersInput): Given<WebhookFiltersInput> {
	const entries = Object.entries(input).filter(([, value]) => value !== null && value !== '');
	return Object.fromEntries(entries) as Given<WebhookFiltersInput>;
}
