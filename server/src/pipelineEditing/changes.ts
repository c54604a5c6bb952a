import type { Transaction } from '../database/database';
import { invalidInput, problem } from '../problems/problems';
import { assertNameAvailable, findRepeatedNames } from './names';
import { reordered } from './order';
import { type LoadedPipeline, listPipelines, type StageRow } from '../pipelines/store';
import {
	createPipeline,
	createStage,
	movePipeline,
	moveStage,
	renamePipeline,
	renameStage,
} from './store';

/** Where a change is made. */
export type WorkspaceWrite = { transaction: Transaction; workspaceId: string };

/**
 * Makes a pipeline with its stages; returns its id.
 *
 * @throws invalid_input for a name that is taken, a list without stages, or one with a stage twice
 */
export async function addPipeline(
	{ transaction, workspaceId }: WorkspaceWrite,
	{ name, stages }: { name: string; stages: string[] },
): Promise<string> {
	assertNameAvailable(name, await listPipelines(transaction, workspaceId), 'pipeline');
	if (stages.length === 0) {
		const detail = 'Give it at least one stage, e.g. New lead: every deal is in one.';
		throw invalidInput([{ pointer: '/stages', detail }]);
	}
	const [twice] = findRepeatedNames(stages);
	if (twice) {
		const detail = `The stage "${twice.name}" appears twice, with different upper and lower case. Remove one of the two.`;
		throw invalidInput([{ pointer: '/stages', detail }]);
	}
	const id = await createPipeline(transaction, workspaceId, name);
	for (const stage of stages) await createStage(transaction, workspaceId, id, stage);
	return id;
}

/** Gives a pipeline another name; returns it was. */
export async function changePipelineName(
	{ transaction, workspaceId }: WorkspaceWrite,
	id: string,
	name: string,
): Promise<LoadedPipeline> {
	const pipelines = await listPipelines(transaction, workspaceId);
	const pipeline = getPipeline(pipelines, id);
	const others = pipelines.filter((other) => other !== pipeline);
	assertNameAvailable(name, others, 'pipeline');
	await renamePipeline(transaction, workspaceId, pipeline, name);
	return pipeline;
}

/** Puts a pipeline at a position from 1 on; returns it. */
export async function placePipeline(
	{ transaction, workspaceId }: WorkspaceWrite,
	id: string,
	position: number,
): Promise<LoadedPipeline> {
	const pipelines = await listPipelines(transaction, workspaceId);
	const pipeline = getPipeline(pipelines, id);
	const order = reordered(idsOf(pipelines), id, position);
	for (const [index, each] of order.entries()) {
		await movePipeline(transaction, workspaceId, each, index + 1);
	}
	return pipeline;
}

/** Makes a stage behind the others of a pipeline; returns its id. */
export async function addStage(
	{ transaction, workspaceId }: WorkspaceWrite,
	pipelineId: string,
	name: string,
): Promise<string> {
	const pipeline = getPipeline(await listPipelines(transaction, workspaceId), pipelineId);
	assertNameAvailable(name, pipeline.stages, 'stage');
	return createStage(transaction, workspaceId, pipelineId, name);
}

/** Gives a stage another name; returns it was. */
export async function changeStageName(
	{ transaction, workspaceId }: WorkspaceWrite,
	id: string,
	name: string,
): Promise<StageRow> {
	const { pipeline, stage } = getStage(await listPipelines(transaction, workspaceId), id);
	const others = pipeline.stages.filter((other) => other !== stage);
	assertNameAvailable(name, others, 'stage');
	await renameStage(transaction, workspaceId, stage, name);
	return stage;
}

/** Puts a stage at a position from 1 on; returns it. */
export async function placeStage(
	{ transaction, workspaceId }: WorkspaceWrite,
	id: string,
	position: number,
): Promise<StageRow> {
	const { pipeline, stage } = getStage(await listPipelines(transaction, workspaceId), id);
	const order = reordered(idsOf(pipeline.stages), id, position);
	for (const [index, each] of order.entries()) {
		await moveStage(transaction, workspaceId, each, index + 1);
	}
	return stage;
}

/**
 * Returns the pipeline with the id.
 *
 * @throws pipeline_not_found
 */
export function getPipeline(pipelines: LoadedPipeline[], id: string): LoadedPipeline {
	const pipeline = pipelines.find((candidate) => candidate.id === id);
	if (!pipeline) throw problem('pipeline_not_found', 'That pipeline no longer exists.');
	return pipeline;
}

/**
 * Returns the stage with the id, and its pipeline.
 *
 * @throws stage_not_found
 */
export function getStage(
	pipelines: LoadedPipeline[],
	id: string,
): { pipeline: LoadedPipeline; stage: StageRow } {
	for (const pipeline of pipelines) {
		const stage = pipeline.stages.find((candidate) => candidate.id === id);
		if (stage) return { pipeline, stage };
	}
	throw problem('stage_not_found', 'That stage no longer exists.');
}

function idsOf(things: ReadonlyArray<{ id: string }>): string[] {
	return things.map(({ id }) => id);
}
