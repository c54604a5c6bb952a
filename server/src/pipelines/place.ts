import { asRead } from '../../../contract/identity';
import type { InputError } from '../../../contract/types';
import { didYouMean } from '../nearest';
import { invalidInput } from '../problems';
import type { Pipeline, StageRow } from './store';

/** Where a deal is or should be, by id or exact name. */
export type PlaceInput = {
	pipeline_id?: string;
	pipeline?: string;
	stage_id?: string;
	stage?: string;
};

/** A pipeline and one of its stages. */
export type Place = { pipeline: Pipeline; stage: StageRow };

/**
 * Returns the pipeline that is named; undefined when none is.
 *
 * @throws invalid_input naming the nearest pipelines
 */
export function namedPipeline(
	pipelines: Pipeline[],
	input: PlaceInput,
	path = '',
): Pipeline | undefined {
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
	const names = pipelines.map(({ name }) => name);
	return (
		called(wanted, pipelines) ??
		fail({
			pointer: `${path}/pipeline`,
			detail: `"${wanted}" is not a pipeline of this workspace.${didYouMean(wanted, names)}`,
			code: 'pipeline_not_found',
			params: { name: wanted },
		})
	);
}

/**
 * Returns the stage that is named, within the pipeline if one is given; undefined when none is.
 *
 * @throws invalid_input naming the nearest stages, or the pipeline the stage belongs to
 */
export function namedStage(
	pipelines: Pipeline[],
	pipeline: Pipeline | undefined,
	input: PlaceInput,
	path = '',
): Place | undefined {
	if (input.stage_id !== undefined && input.stage !== undefined) {
		throw notBoth(`${path}/stage`, ['stage_id', 'stage']);
	}
	if (input.stage_id !== undefined)
		return stageById(pipelines, pipeline, input.stage_id, `${path}/stage_id`);
	if (input.stage === undefined) return undefined;
	const within = pipeline ?? (pipelines[0] as Pipeline);
	return stageByName(pipelines, within, input.stage, `${path}/stage`);
}

function stageById(
	pipelines: Pipeline[],
	pipeline: Pipeline | undefined,
	id: string,
	pointer: string,
): Place {
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
	pipelines: Pipeline[],
	pipeline: Pipeline,
	name: string,
	pointer: string,
): Place {
	const stage = called(name, pipeline.stages);
	if (stage) return { pipeline, stage };
	const names = pipeline.stages.map((candidate) => candidate.name);
	const owner = pipelines.find(({ stages }) => called(name, stages));
	const advice = owner
		? ` Pipeline "${owner.name}" has one of that name: name the pipeline as well.`
		: didYouMean(name, names);
	return fail({
		pointer,
		detail: `"${name}" is not a stage of pipeline "${pipeline.name}".${advice}`,
		code: 'stage_not_found',
		params: { name, pipeline: pipeline.name },
	});
}

/** Two names that read the same may be put together from other characters. */
function called<T extends { name: string }>(wanted: string, things: T[]): T | undefined {
	const exact = things.find(({ name }) => name === wanted);
	return exact ?? things.find(({ name }) => asRead(name) === asRead(wanted));
}

function pipelineIds(pipelines: Pipeline[]): string {
	const ids = pipelines.slice(0, 5).map(({ id, name }) => `${id} (${name})`);
	return `Choose one of: ${ids.join(', ')}.`;
}

function stageIds({ name, stages }: Pipeline): string {
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
