import type { CustomField } from '../../../contract/types';
import type { Reader } from '../database/database';
import { dialects, list, sql, type SqlValue, type Statement } from '../database/sql';
import type { LoadedPipeline, StageRow } from '../pipelines/store';

/** What uses a stage, a pipeline or a custom field, and is to be seen to when that is deleted. */
export type Usage = {
	/** Deals that are in it, or have a value of it. */
	deals: number;
	/** Lead forms that put deals there. */
	forms: Array<{ id: string; name: string }>;
	/** Webhooks that filter on it. */
	webhooks: Array<{ id: string; url: string }>;
};

/** Returns what uses a stage. */
export function stageUsage(reader: Reader, workspaceId: string, { id }: StageRow): Promise<Usage> {
	return usage(reader, workspaceId, {
		isDealMeant: sql`stage_id = ${id}`,
		stages: [id],
		ids: [id],
	});
}

/** Returns what uses a pipeline or one of its stages. */
export function pipelineUsage(
	reader: Reader,
	workspaceId: string,
	{ id, stages }: LoadedPipeline,
): Promise<Usage> {
	const stageIds = stages.map((stage) => stage.id);
	const isDealMeant = sql`stage_id in ${list(stageIds)}`;
	return usage(reader, workspaceId, { isDealMeant, stages: stageIds, ids: [id, ...stageIds] });
}

/** Returns what uses a custom field: deals with a value. Forms and webhooks name it and do without it. */
export function fieldUsage(
	reader: Reader,
	workspaceId: string,
	field: CustomField,
): Promise<Usage> {
	return usage(reader, workspaceId, { isDealMeant: hasValueOf(field), stages: [], ids: [] });
}

/** Returns what is true of a deal that has a value of a custom field. */
export function hasValueOf({
	pipeline_id,
	key,
}: Pick<CustomField, 'pipeline_id' | 'key'>): Statement {
	return sql`stage_id in (select id from stages where pipeline_id = ${pipeline_id})
		and pipeline_id = ${pipeline_id} and ${hasKey(key)}`;
}

/**
 * Returns what is true of a row whose `custom_fields` have a value of the key: quotes inside a value are escaped, so those
 * around a key are its own. Among 100,000 deals `json_each` takes three times as long.
 */
export function hasKey(key: string): Statement {
	return sql`custom_fields like ${`%"${key.replaceAll('_', '~_')}":%`} escape '~'`;
}

const FILTERS = dialects(
	sql`json_each(webhooks.filters)`,
	sql`json_each_text(webhooks.filters::json)`,
);

/** Where deals, lead forms and webhooks are looked for. */
type Meant = { isDealMeant: Statement; stages: SqlValue[]; ids: SqlValue[] };

async function usage(
	reader: Reader,
	workspaceId: string,
	{ isDealMeant, stages, ids }: Meant,
): Promise<Usage> {
	const found = await reader.get<{ deals: number }>(
		sql`select count(*) as deals from deals where ${isDealMeant}`,
	);
	const forms = await reader.all<Usage['forms'][number]>(sql`
		select id, name from forms
		where workspace_id = ${workspaceId} and stage_id in ${list(stages)} order by name, id`);
	const webhooks = await reader.all<Usage['webhooks'][number]>(sql`
		select id, url from webhooks where workspace_id = ${workspaceId} and exists (
			select 1 from ${FILTERS} as filter where filter.value in ${list(ids)})
		order by id`);
	return { deals: Number(found?.deals ?? 0), forms, webhooks };
}
