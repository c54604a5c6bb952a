import type { Bundle, ZObject } from 'zapier-platform-core';
import type { Deal, Pipeline, Stage } from '../../contract/types';
import { cached } from './cached';
import { call, get } from './request';

type List<T> = { data: T[] };

/** Returns whether a text is an id of this kind and not a name; ids are a prefix and 26 characters. */
export function isId(kind: 'pip' | 'stg', text: string): boolean {
	return new RegExp(`^${kind}_[0-9a-z]{26}$`).test(text);
}

/** Returns the workspace's pipelines as they are now. */
export async function pipelines(z: ZObject, bundle: Bundle): Promise<Pipeline[]> {
	return (await get<List<Pipeline>>(z, bundle, '/api-pipelines', ['data'])).data;
}

/** Returns the workspace's pipelines, not older than a minute. */
export function keptPipelines(z: ZObject, bundle: Bundle): Promise<Pipeline[]> {
	return cached(z, 'pipelines', () => pipelines(z, bundle));
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
	const named = (all: Pipeline[]) => all.find(({ name }) => name === given)?.id;
	return named(await keptPipelines(z, bundle)) ?? named(await pipelines(z, bundle));
}

/** Returns the pipeline chosen, else that of the deal to be changed; undefined where neither is known while a Zap is built. */
export async function pipelineOfStep(z: ZObject, bundle: Bundle): Promise<string | undefined> {
	const { pipeline_id: chosen, deal_id: id } = bundle.inputData as Record<string, unknown>;
	if (chosen) return String(chosen);
	if (!id) return undefined;
	const path = `/api-deals/${encodeURIComponent(String(id).trim())}`;
	const { status, data } = await call<Deal>(z, bundle, 'GET', path, {
		gives: ['pipeline_id'],
		missingIsFine: true,
	});
	return status === 404 ? undefined : data.pipeline_id;
}
