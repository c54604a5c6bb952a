import type { Bundle, ZObject } from 'zapier-platform-core';
import type { CustomField } from '../../contract/types';
import { cached } from './cached';
import { findPipelineId } from './pipelines';
import { find } from './request';

/**
 * Returns the custom fields of a pipeline, not older than a minute; of all pipelines where none is given, the first
 * of each key; none where no pipeline has the name or the ID.
 *
 * @param pipeline its id or exact name
 */
export async function cachedCustomFields(
	z: ZObject,
	bundle: Bundle,
	pipeline?: string,
): Promise<CustomField[]> {
	const id = pipeline ? await findPipelineId(z, bundle, pipeline) : undefined;
	if (pipeline && !id) return [];
	return cached(z, `custom fields ${id ?? 'of all'}`, () => read(z, bundle, id));
}

/** Returns the same as they are now, for a list that the user opens to find what was just made. */
export async function fetchAllCustomFields(
	z: ZObject,
	bundle: Bundle,
	pipeline?: string,
): Promise<CustomField[]> {
	const id = pipeline ? await findPipelineId(z, bundle, pipeline) : undefined;
	return pipeline && !id ? [] : read(z, bundle, id);
}

async function read(z: ZObject, bundle: Bundle, id?: string): Promise<CustomField[]> {
	const list = await find<{ data: CustomField[] }>(
		z,
		bundle,
		'/api-custom-fields',
		['data'],
		'pipeline_not_found',
		{ pipeline_id: id },
	);
	const all = list?.data ?? [];
	const firsts = new Map(all.toReversed().map((field) => [field.key, field]));
	return all.filter((field) => firsts.get(field.key) === field);
}
