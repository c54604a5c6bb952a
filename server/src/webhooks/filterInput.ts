import type { WebhookFilters, WebhookFiltersInput } from '../../../contract/types';
import type { Reader } from '../database/database';
import { sql } from '../database/sql';
import { namedPipeline, namedStage } from '../pipelines/place';
import { loadPipelines } from '../pipelines/store';
import { invalidInput } from '../problems';
import { noFilters } from './filters';

const PATH = '/filters';

/**
 * Returns the filters with names turned into ids.
 *
 * @throws invalid_input for a pipeline, stage or form that does not exist
 */
export async function resolveFilters(
	reader: Reader,
	workspaceId: string,
	input: WebhookFiltersInput | undefined,
): Promise<WebhookFilters> {
	if (!input) return noFilters;
	const pipelines = await loadPipelines(reader, workspaceId);
	const given = withoutNulls(input);
	const pipeline = namedPipeline(pipelines, given, PATH);
	const entered = namedStage(pipelines, pipeline, given, PATH);
	const left = namedStage(
		pipelines,
		pipeline,
		{ stage_id: given.from_stage_id, stage: given.from_stage },
		PATH,
	);
	if (given.form_id) await checkForm(reader, workspaceId, given.form_id);
	return {
		pipeline_id: pipeline?.id ?? null,
		stage_id: entered?.stage.id ?? null,
		from_stage_id: left?.stage.id ?? null,
		form_id: given.form_id ?? null,
		changed_fields: given.changed_fields?.length ? given.changed_fields : null,
	};
}

async function checkForm(reader: Reader, workspaceId: string, id: string): Promise<void> {
	const form = await reader.get(
		sql`select id from forms where workspace_id = ${workspaceId} and id = ${id}`,
	);
	if (form) return;
	const detail = `No lead form has the id "${id}". List forms with GET /api-forms.`;
	throw invalidInput([{ pointer: `${PATH}/form_id`, detail }]);
}

type Given<T> = { [Key in keyof T]?: Exclude<T[Key], null> };

function withoutNulls(input: WebhookFiltersInput): Given<WebhookFiltersInput> {
	const entries = Object.entries(input).filter(([, value]) => value !== null && value !== '');
	return Object.fromEntries(entries) as Given<WebhookFiltersInput>;
}
