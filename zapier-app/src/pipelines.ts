import type { Bundle, ZObject } from 'zapier-platform-core';
import { findByAnyName } from '../../contract/formerNames';
import type { Deal, Pipeline, Stage } from '../../contract/types';
import { cached } from './cached';
import { filledIn } from './fields/filledIn';
import { find, get } from './request';

type List<T> = { data: T[] };

/** Returns whether a text is an id of this kind and not a name; ids are a prefix and 26 characters. */
export function hasIdForm(kind: 'pip' | 'stg', text: string): boolean {
	return new RegExp(`^${kind}_[0-9a-z]{26}$`).test(text);
}

/** Returns the workspace's pipelines as they are now. */
export async function fetchAllPipelines(z: ZObject, bundle: Bundle): Promise<Pipeline[]> {
	return (await get<List<Pipeline>>(z, bundle, '/api-pipelines', ['data'])).data;
}

/** Returns the workspace's pipelines, not older than a minute. */
export function cachedPipelines(z: ZObject, bundle: Bundle): Promise<Pipeline[]> {
	return cached(z, 'pipelines', () => fetchAllPipelines(z, bundle));
}

/** Returns the stages of one pipeline, or of all. */
export async function fetchAllStages(
	z: ZObject,
	bundle: Bundle,
	pipelineId?: string,
): Promise<Stage[]> {
	const query = { pipeline_id: pipelineId };
	const { data } = await get<List<Stage>>(z, bundle, '/api-stages', ['data'], query);
	return data;
}

/** Returns the id of a pipeline that is given by id or by name; undefined where none has the name, or several. */
export async function findPipelineId(
	z: ZObject,
	bundle: Bundle,
	given: string,
): Promise<string | undefined> {
	const text = given.trim();
	if (hasIdForm('pip', text)) return text;
	return (
		idNamed(text, await cachedPipelines(z, bundle)) ??
		idNamed(text, await fetchAllPipelines(z, bundle))
	);
}

/** Returns the id of what has the name, whatever its case, or had it before; undefined where that is nothing or several. */
export function idNamed(
	name: string,
	things: Array<{ id: string; name: string; former_names?: string[] }>,
) {
	const { found } = findByAnyName(name, things);
	return found.length === 1 ? found[0]?.id : undefined;
}

/** Returns the pipeline chosen, else that of the deal to be changed; undefined where neither is known while a Zap is built. */
export async function findPipelineOfStep(z: ZObject, bundle: Bundle): Promise<string | undefined> {
	const { pipeline_id, deal_id } = bundle.inputData as Record<string, unknown>;
	const chosen = filledIn(pipeline_id);
	const id = filledIn(deal_id);
	if (chosen !== undefined || id === undefined) return chosen;
	const path = `/api-deals/${encodeURIComponent(id)}`;
	const deal = await find<Deal>(z, bundle, path, ['pipeline_id'], 'deal_not_found');
	return deal?.pipeline_id;
}
