import { findByAnyName } from '../../../contract/formerNames';
import type { InputError } from '../../../contract/types';
import { unknownPipeline, unknownStage } from '../../../contract/unknownPlace';
import { invalidInput } from '../problems/problems';
import { matchName, type RenamedKind, type Warn } from './oldName';
import type { LoadedPipeline, StageRow } from './store';

/** Where a deal is or should be, by id or name. */
export type StageRefInput = {
	pipeline_id?: string;
	pipeline?: string;
	stage_id?: string;
	stage?: string;
};

/** A pipeline and one of its stages. */
export type StageRef = { pipeline: LoadedPipeline; stage: StageRow };

/** Where a place is named, and what takes the warning that it is named as it was called before. */
export type NamedPlace = { path?: string; warn: Warn };

/**
 * Returns the pipeline that is named, by the name that it has or had; undefined when none is.
 *
 * @throws invalid_input naming the nearest pipelines
 */
export function resolvePipeline(
	pipelines: LoadedPipeline[],
	input: StageRefInput,
	{ path = '', warn }: NamedPlace,
): LoadedPipeline | undefined {
	if (input.pipeline_id !== undefined && input.pipeline !== undefined) {
		throw notBoth(`${path}/pipeline`, ['pipeline_id', 'pipeline']);
	}
	if (input.pipeline_id !== undefined) {
		const wanted = input.pipeline_id;
		return (
			pipelines.find(({ id }) => id === wanted) ??
			fail({
				pointer: `${path}/pipeline_id`,
				detail: `No pipeline has the id "${wanted}". ${pipelineIds(pipelines)}`,
				code: 'pipeline_not_found',
				params: { id: wanted },
			})
		);
	}
	if (input.pipeline === undefined) return undefined;
	const wanted = input.pipeline;
	return (
		theOne(pipelines, wanted, 'pipeline', { pointer: `${path}/pipeline`, warn }) ??
		fail({
			pointer: `${path}/pipeline`,
			detail: unknownPipeline(wanted, pipelines),
			code: 'pipeline_not_found',
			params: { name: wanted },
		})
	);
}

/**
 * Returns the stage that is named, by the name that it has or had, within the pipeline if one is given; undefined when
 * none is.
 *
 * @throws invalid_input naming the nearest stages, or the pipeline the stage belongs to
 */
export function resolveStage(
	pipelines: LoadedPipeline[],
	pipeline: LoadedPipeline | undefined,
	input: StageRefInput,
	{ path = '', warn }: NamedPlace,
): StageRef | undefined {
	if (input.stage_id !== undefined && input.stage !== undefined) {
		throw notBoth(`${path}/stage`, ['stage_id', 'stage']);
	}
	if (input.stage_id !== undefined)
		return stageById(pipelines, pipeline, input.stage_id, `${path}/stage_id`);
	if (input.stage === undefined) return undefined;
	const within = pipeline ?? (pipelines[0] as LoadedPipeline);
	return stageByName(pipelines, within, input.stage, { pointer: `${path}/stage`, warn });
}

function stageById(
	pipelines: LoadedPipeline[],
	pipeline: LoadedPipeline | undefined,
	id: string,
	pointer: string,
): StageRef {
	const owner = pipelines.find(({ stages }) => stages.some((stage) => stage.id === id));
	const stage = owner?.stages.find((candidate) => candidate.id === id);
	if (!owner || !stage) {
		const advice = pipeline ? stageIds(pipeline) : 'List them with GET /api-stages.';
		const detail = `No stage has the id "${id}". ${advice}`;
		return fail({ pointer, detail, code: 'stage_not_found', params: { id } });
	}
	if (pipeline && owner !== pipeline) {
		const detail = `Stage "${stage.name}" belongs to pipeline "${owner.name}", not to "${pipeline.name}". Choose a stage of "${pipeline.name}", or give pipeline_id "${owner.id}" as well.`;
		const params = { stage: stage.name, owner: owner.name, pipeline: pipeline.name };
		return fail({ pointer, detail, code: 'stage_elsewhere', params });
	}
	return { pipeline: owner, stage };
}

function stageByName(
	pipelines: LoadedPipeline[],
	pipeline: LoadedPipeline,
	name: string,
	{ pointer, warn }: { pointer: string; warn: Warn },
): StageRef {
	const stage = theOne(pipeline.stages, name, 'stage', { pointer, warn });
	if (stage) return { pipeline, stage };
	const owner = pipelines.find(({ stages }) => findByAnyName(name, stages).found.length > 0);
	const detail = owner
		? `"${name}" is not a stage of pipeline "${pipeline.name}". Pipeline "${owner.name}" has one of that name: name the pipeline as well.`
		: unknownStage(name, pipeline.stages, pipeline);
	return fail({
		pointer,
		detail,
		code: 'stage_not_found',
		params: { name, pipeline: pipeline.name },
	});
}

/** Upper and lower case do not matter where only one fits. */
function theOne<T extends { name: string; former_names?: string[] }>(
	things: readonly T[],
	wanted: string,
	kind: RenamedKind,
	place: { pointer: string; warn: Warn },
): T | undefined {
	const { found, fault } = matchName(things, wanted, { kind, ...place });
	return fault ? fail(fault) : found;
}

function pipelineIds(pipelines: LoadedPipeline[]): string {
	const ids = pipelines.slice(0, 5).map(({ id, name }) => `${id} (${name})`);
	return `Choose one of: ${ids.join(', ')}.`;
}

function stageIds({ name, stages }: LoadedPipeline): string {
	const ids = stages.slice(0, 10).map((stage) => `${stage.id} (${stage.name})`);
	return `Choose a stage of pipeline "${name}": ${ids.join(', ')}.`;
}

function notBoth(pointer: string, names: [string, string]): Error {
	const detail = `Give "${names[0]}" or "${names[1]}", not both.`;
	return invalidInput([{ pointer, detail, code: 'not_both', params: { names } }]);
}

function fail(error: InputError): never {
	throw invalidInput([error]);
}
