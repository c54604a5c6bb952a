import type { WebhookFilters } from '../../../contract/types';
import type { Reader } from '../database/database';
import { list, sql } from '../database/sql';
import { webhooksOf } from '../webhooks/store';
import type { Pipeline, StageRow } from '../pipelines/store';

/** What names a stage or a pipeline, and so feels it when that goes. */
export type StageUsage = {
	deals: number;
	forms: Array<{ id: string; name: string }>;
	webhooks: Array<{ id: string; url: string }>;
};

/** Returns what is in a stage or names it. */
export async function stageUsage(
	reader: Reader,
	workspaceId: string,
	stage: StageRow,
): Promise<StageUsage> {
	return users(reader, workspaceId, { ids: [stage.id], stages: [stage.id] });
}

/** Returns what is in a pipeline or names it or one of its stages. */
export async function pipelineUsage(
	reader: Reader,
	workspaceId: string,
	{ id, stages }: Pipeline,
): Promise<StageUsage> {
	const stageIds = stages.map((stage) => stage.id);
	return users(reader, workspaceId, { ids: [id, ...stageIds], stages: stageIds });
}

async function users(
	reader: Reader,
	workspaceId: string,
	{ ids, stages }: { ids: string[]; stages: string[] },
): Promise<StageUsage> {
	const row =
		stages.length > 0 &&
		(await reader.get<{ deals: number }>(
			sql`select count(*) as deals from deals where stage_id in ${list(stages)}`,
		));
	const forms =
		stages.length > 0 &&
		(await reader.all<{ id: string; name: string }>(sql`
			select id, name from forms
			where workspace_id = ${workspaceId} and stage_id in ${list(stages)} order by name, id`));
	const webhooks = await webhooksOf(reader, workspaceId);
	return {
		deals: row ? Number(row.deals) : 0,
		forms: forms || [],
		webhooks: webhooks
			.filter(({ filters }) => ids.some((id) => filtersOn(filters, id)))
			.map(({ id, url }) => ({ id, url })),
	};
}

function filtersOn({ pipeline_id, stage_id, from_stage_id }: WebhookFilters, id: string): boolean {
	return [pipeline_id, stage_id, from_stage_id].includes(id);
}
