import { hasOptions } from '../../../contract/customFieldTypes';
import type { Blueprint } from '../../../contract/types';
import type { LoadedPipeline } from '../pipelines/store';

/** Returns pipelines as the blueprint that makes them again. */
export function blueprintOf(pipelines: LoadedPipeline[]): Blueprint {
	return {
		pipelines: pipelines.map(({ name, stages, fields }) => ({
			name,
			stages: stages.map((stage) => stage.name),
			custom_fields: fields.map((field) => ({
				name: field.name,
				key: field.key,
				type: field.type,
				...(hasOptions(field.type) && { options: field.options }),
				required: field.required,
			})),
		})),
	};
}
