import type { DealInput } from '../../../../contract/types';
import { findByAnyName } from '../../../../contract/formerNames';
import { didYouMean } from '../../../../contract/nearest';
import { Failure } from '../failure';
import { fetchPipelines, type ImportService, fetchStages } from './service';

/** Where `--pipeline` and `--stage` put deals whose row names no place. */
export type ImportPlace = Pick<DealInput, 'pipeline_id' | 'stage' | 'stage_id'>;

/**
 * Returns the place that is named, by names or ids.
 *
 * @throws Failure naming the nearest ones
 */
export async function placeNamed(
	service: ImportService,
	pipeline: string | undefined,
	stage: string | undefined,
): Promise<ImportPlace> {
	if (pipeline === undefined) return stage === undefined ? {} : stageOfAnyPipeline(service, stage);
	const found = named(await fetchPipelines(service), pipeline, 'pipeline of this workspace');
	if (stage === undefined) return { pipeline_id: found.id };
	const stages = await fetchStages(service, found.id);
	const { id } = named(stages, stage, `stage of pipeline "${found.name}"`);
	return { pipeline_id: found.id, stage_id: id };
}

/** Without a pipeline, the name of a stage means the stage of that name in the pipeline of each deal. */
async function stageOfAnyPipeline(service: ImportService, stage: string): Promise<ImportPlace> {
	const { id, name } = named(await fetchStages(service), stage, 'stage of this workspace');
	return stage === id ? { stage_id: id } : { stage: name };
}

type Named = { id: string; name: string; former_names?: string[] };

function named(things: Named[], wanted: string, kind: string): Named {
	const byId = things.find(({ id }) => id === wanted);
	const { found: called, isFormer } = findByAnyName(wanted, things);
	const [found, other] = byId ? [byId] : called;
	if (found && (!other || found.name === other.name)) {
		if (isFormer) console.error(`"${wanted}" is now called "${found.name}"; write that next time.`);
		return found;
	}
	const names = [...new Set(things.map(({ name }) => name))];
	throw new Failure(`"${wanted}" is not a ${kind}.${didYouMean(wanted, names)}`);
}
