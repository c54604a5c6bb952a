import type { PlainInputField } from 'zapier-platform-core';
import { deal } from '../../../contract/examples';
import { fetchAllPipelines } from '../pipelines';
import { dropdown } from './dropdown';

export const pipelineList = dropdown({
	key: 'pipeline_list',
	noun: 'Pipeline',
	entries: fetchAllPipelines,
	sample: { id: deal.pipeline_id, name: deal.pipeline_name },
});

/** What makes a field a choice of a pipeline. */
export const pipelineDropdown: Partial<PlainInputField> = {
	dynamic: 'pipeline_list.id.name',
	altersDynamicFields: true,
};
