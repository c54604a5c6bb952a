import type { WebhookFilters } from '../../../contract/types';

/** No filter at all. */
export const noFilters: WebhookFilters = {
	pipeline_id: null,
	stage_id: null,
	from_stage_id: null,
	form_id: null,
	changed_fields: null,
};
