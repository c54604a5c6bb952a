import { changeMany } from '../deals/changeMany';
import { atMost, list, sql } from '../database/sql';
import type { Reader, Transaction } from '../database/database';
import type { AppContext } from '../context';
import { invalidInput } from '../problems/problems';
import { pauseWebhook } from '../webhooks/store';
import { getStage } from './changes';
import { type LoadedPipeline, listPipelines, type StageRow } from '../pipelines/store';
import { removeStage } from './store';
import { stageUsage } from './usage';

/** The stage that goes, and the one that takes its deals and lead forms; none is needed when it has neither. */
export type StageDeletion = { stageId: string; targetId: string | undefined };

/**
 * Deletes a stage. Its deals move to another stage, each with its events, and so do the lead forms that put deals
 * there. Webhooks that filter on it are paused with the reason, because they would be silent from now on. Returns how
 * many deals moved.
 *
 * @throws stage_not_found, or invalid_input for the last stage of a pipeline and for a missing target
 */
export async function deleteStage(
	fluid: AppContext,
	workspaceId: string,
	{ stageId, targetId }: StageDeletion,
): Promise<number> {
	return changeMany(fluid, workspaceId, {
		check: async (transaction) => {
			const { pipeline, stage } = await placeOf(transaction, workspaceId, stageId);
			refuseLast(pipeline, stage);
			await needTarget(transaction, workspaceId, { pipeline, stage, targetId });
		},
		find: (reader, limit) => dealIdsIn(reader, stageId, limit),
		change: { stage_id: targetId as string },
		last: async (transaction) => {
			const { pipeline, stage } = await placeOf(transaction, workspaceId, stageId);
			const { webhooks } = await stageUsage(transaction, workspaceId, stage);
			if (targetId !== undefined) await moveForms(transaction, stageId, targetId);
			for (const { id } of webhooks) {
				const webhook = { id, workspace_id: workspaceId };
				await pauseWebhook(transaction, webhook, pauseReason(stage), fluid.now());
			}
			await removeStage(transaction, workspaceId, pipeline, stage);
		},
	});
}

async function placeOf(transaction: Transaction, workspaceId: string, stageId: string) {
	return getStage(await listPipelines(transaction, workspaceId), stageId);
}

function refuseLast(pipeline: LoadedPipeline, stage: StageRow): void {
	const detail = stageDeletionBlocker(pipeline, stage);
	if (detail !== undefined) throw invalidInput([{ pointer: '', detail }]);
}

/** Returns why a stage cannot be deleted and what to do first; undefined when it can be. */
export function stageDeletionBlocker(
	{ name, stages }: LoadedPipeline,
	stage: StageRow,
): string | undefined {
	if (stages.length > 1) return undefined;
	return `"${stage.name}" is the only stage of "${name}", and every deal needs one. Add another stage first, or rename this one.`;
}

async function needTarget(
	transaction: Transaction,
	workspaceId: string,
	{ pipeline, stage, targetId }: { pipeline: LoadedPipeline; stage: StageRow; targetId?: string },
): Promise<void> {
	const isThere = pipeline.stages.some(({ id }) => id === targetId && id !== stage.id);
	if (isThere) return;
	const { deals, forms } = await stageUsage(transaction, workspaceId, stage);
	if (targetId === undefined && deals + forms.length === 0) return;
	const detail = `Choose the stage to move the deals of "${stage.name}" to.`;
	throw invalidInput([{ pointer: '/target_id', detail }]);
}

/** Longest unchanged first: on the board the newest change stands on top, and the order stays as it was. */
async function dealIdsIn(reader: Reader, stageId: string, limit: number): Promise<string[]> {
	const rows = await reader.all<{ id: string }>(sql`
		select id from deals where stage_id = ${stageId} and status in ${list(['open', 'won', 'lost'])}
		order by status, updated_at, id ${atMost(limit)}`);
	return rows.map(({ id }) => id);
}

async function moveForms(
	transaction: Transaction,
	stageId: string,
	targetId: string,
): Promise<void> {
	await transaction.run(sql`update forms set stage_id = ${targetId} where stage_id = ${stageId}`);
}

function pauseReason({ name }: StageRow): string {
	return `Its filter names the stage "${name}", which was deleted. Choose another stage, then resume it.`;
}
