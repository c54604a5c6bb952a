import type { Bundle, ZObject } from 'zapier-platform-core';
import type { CustomField } from '../../contract/types';
import { cached } from './cached';
import { pipelineId } from './place';
import { get } from './request';

/**
 * Returns the custom fields of a pipeline, not older than a minute; of all pipelines where none is given, the first
 * of each key; none where no pipeline has the name.
 *
 * @param pipeline its id or exact name
 */
export async function customFields(
	z: ZObject,
	bundle: Bundle,
	pipeline?: string,
): Promise<CustomField[]> {
	const id = pipeline ? await pipelineId(z, bundle, pipeline) : undefined;
	if (pipeline && !id) return [];
	const found = await cached(z, `custom fields ${id ?? 'of all'}`, async () => {
		const query = { pipeline_id: id };
		return (await get<{ data: CustomField[] }>(z, bundle, '/api-custom-fields', ['data'], query))
			.data;
	});
	const firsts = new Map(found.toReversed().map((field) => [field.key, field]));
	return found.filter((field) => firsts.get(field.key) === field);
}
