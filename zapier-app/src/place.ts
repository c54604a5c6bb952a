import type { Bundle, ZObject } from 'zapier-platform-core';
import type { Pipeline, Stage } from '../../contract/types';
import { cached } from './cached';
import { get } from './request';

type List<T> = { data: T[] };

/** Returns whether a text is an id of this kind and not a name; ids are a prefix and 26 characters. */
export function isId(kind: 'pip' | 'stg', text: string): boolean {
	return new RegExp(`^${kind}_[0-9a-z]{26}$`).test(text);
}

/** Returns the workspace's pipelines, not older than a minute. */
export function pipelines(z: ZObject, bundle: Bundle): Promise<Pipeline[]> {
	return cached(z, 'pipelines', async () => {
		const { data } = await get<List<Pipeline>>(z, bundle, '/api-pipelines', ['data']);
		return data;
	});
}

/** Returns the stages of one pipeline, or of all. */
export async function stages(z: ZObject, bundle: Bundle, pipelineId?: string): Promise<Stage[]> {
	const query = { pipeline_id: pipelineId };
	const { data } = await get<List<Stage>>(z, bundle, '/api-stages', ['data'], query);
	return data;
}

/** Returns the id of a pipeline that is given by id or by exact name; undefined where none has the name. */
export async function pipelineId(
	z: ZObject,
	bundle: Bundle,
	given: string,
): Promise<string | undefined> {
	if (isId('pip', given)) return given;
	return (await pipelines(z, bundle)).find(({ name }) => name === given)?.id;
}
