import type { Bundle, ZObject } from 'zapier-platform-core';
import { findByAnyName, type Renamed } from '../../contract/formerNames';
import { inQuotes } from '../../contract/nearest';
import { unknownPipeline, unknownStage } from '../../contract/unknownPlace';
import { type DealKey, dealKeys } from './fields/dealKeys';
import { fetchAllPipelines, fetchAllStages, findPipelineId, hasIdForm, idNamed } from './pipelines';

/** What a user has chosen, mapped or typed, as an id or a name; empty where that is nothing. */
type Place = { pipeline_id: string; stage_id: string };

/**
 * Returns the ids of a pipeline and a stage. Without a pipeline the stage may be one of any.
 *
 * @throws an error that names the field, what is in it, and the nearest names
 */
export async function chosenPlace(z: ZObject, bundle: Bundle, given: Place): Promise<Place> {
	const pipeline_id = given.pipeline_id && (await pipelineIdOf(z, bundle, given.pipeline_id));
	return { pipeline_id, stage_id: await stageIdOf(z, bundle, { ...given, pipeline_id }) };
}

async function pipelineIdOf(z: ZObject, bundle: Bundle, given: string): Promise<string> {
	const id = await findPipelineId(z, bundle, given);
	if (id !== undefined) return id;
	const pipelines = await fetchAllPipelines(z, bundle);
	throw fault(z, 'pipeline_id', ofSeveral(given, pipelines) ?? unknownPipeline(given, pipelines));
}

async function stageIdOf(
	z: ZObject,
	bundle: Bundle,
	{ pipeline_id, stage_id: given }: Place,
): Promise<string> {
	if (given === '' || hasIdForm('stg', given)) return given;
	const stages = await fetchAllStages(z, bundle, pipeline_id || undefined);
	const ofEach = [...Map.groupBy(stages, (stage) => stage.pipeline_id).values()];
	const [first, ...others] = ofEach.filter((own) => findByAnyName(given, own).found.length > 0);
	if (others.length > 0) throw fault(z, 'stage_id', ofPipelines(given));
	const id = idNamed(given, first ?? []);
	if (id !== undefined) return id;
	if (first) throw fault(z, 'stage_id', ofSeveral(given, first) as string);
	const pipelines = pipeline_id ? await fetchAllPipelines(z, bundle) : [];
	const pipeline = pipelines.find((one) => one.id === pipeline_id);
	throw fault(z, 'stage_id', unknownStage(given, stages, pipeline));
}

/** Nobody is asked which of them was meant, and only one would be looked through. */
const ofPipelines = (given: string) =>
	`${inQuotes(given)} is a stage of several pipelines. Choose the pipeline as well.`;

function ofSeveral(given: string, things: Renamed[]): string | undefined {
	const { found } = findByAnyName(given, things);
	return found.length > 1
		? `${inQuotes(given)} can be ${found.map(({ name }) => `"${name}"`).join(' or ')}. Choose one from the list.`
		: undefined;
}

function fault(z: ZObject, key: keyof Place, sentence: string): Error {
	const { label } = dealKeys.get(key) as DealKey;
	return new z.errors.Error(`${label}: ${sentence}`, 'invalid_input');
}
