import { inQuotes } from '../../../contract/nearest';
import { problem, type Refusal } from '../problems/problems';

/** Returns the refusal of a request that asks for what belongs to a pipeline that is not there. */
export function unknownPipelineId(id: string): Refusal {
	const detail = `No pipeline has the id ${inQuotes(id)}. List pipelines with GET /api-pipelines.`;
	return problem('pipeline_not_found', detail, { params: { id } });
}

/** Returns the refusal of a request that asks for what is in a stage that is not there. */
export function unknownStageId(id: string): Refusal {
	const detail = `No stage has the id ${inQuotes(id)}. List stages with GET /api-stages?pipeline_id=.`;
	return problem('stage_not_found', detail, { params: { id } });
}
