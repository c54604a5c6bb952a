import type { Reader } from '../database/database';
import { loadPipelines } from '../pipelines/store';
import type { LeadForm } from './form';
import { type Question, questionsOf } from './questions';

/** Returns what a form asks now: the custom fields as they are by now, without those that were deleted. */
export async function loadQuestions(reader: Reader, form: LeadForm): Promise<Question[]> {
	const pipelines = await loadPipelines(reader, form.workspace_id);
	const pipeline = pipelines.find(({ id }) => id === form.pipeline_id);
	return questionsOf(form.fields, pipeline ?? { fields: [] });
}
