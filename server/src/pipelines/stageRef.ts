import { fittingBy } from '../../../contract/reading';
import type { InputError } from '../../../contract/types';
import { didYouMean } from '../problems/nearest';
import { invalidInput } from '../problems/problems';
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

/**
 * Returns the pipeline that is named; undefined when none is.
 *
 * @throws invalid_input naming the nearest pipelines
 */
export function resolvePipeline(
	pipelines: LoadedPipeline[],
	input: StageRefInput,
	path = '',
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
	const names = pipelines.map(({ name }) => name);
	return (
		theOne(pipelines, wanted, `${path}/pipeline`) ??
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
export function resolveStage(
	pipelines: LoadedPipeline[],
	pipeline: LoadedPipeline | undefined,
	input: StageRefInput,
	path = '',
): StageRef | undefined {
	if (input.stage_id !== undefined && input.stage !== undefined) {
		throw notBoth(`${path}/stage`, ['stage_id', 'stage']);
	}
	if (input.stage_id !== undefined)
		return stageById(pipelines, pipeline, input.stage_id, `${path}/stage_id`);
	if (input.stage === undefined) return undefined;
	const within = pipeline ?? (pipelines[0] as LoadedPipeline);
	return stageByName(pipelines, within, input.stage, `${path}/stage`);
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
	pointer: string,
): StageRef {
	const stage = theOne(pipeline.stages, name, pointer);
	if (stage) return { pipeline, stage };
	const names = pipeline.stages.map((candidate) => candidate.name);
	const owner = pipelines.find(({ stages }) => called(name, stages).length > 0);
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

/** Upper and lower case do not matter where only one fits. */
function theOne<T extends { name: string }>(
	things: readonly T[],
	wanted: string,
	pointer: string,
): T | undefined {
	const found = called(wanted, things);
	if (found.length < 2) return found[0];
	const names = found.map(({ name }) => `"${name}"`).join(' or ');
	return fail({
		pointer,
		detail: `"${wanted}" can be ${names}. Use exactly the same spelling.`,
		code: 'not_an_option',
		params: { options: found.map(({ name }) => name) },
	});
}

function called<T extends { name: string }>(wanted: string, things: readonly T[]): T[] {
	return fittingBy(wanted, things, ({ name }) => name);
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
