import type { Form } from '../../../contract/types';
import type { LoadedPipeline } from '../pipelines/store';
import type { LeadForm } from './form';
import { questionsOf } from './questions';

/** Returns a form as the object of answers and events. */
export function renderForm(form: LeadForm, pipelines: LoadedPipeline[], publicUrl: string): Form {
	const pipeline = pipelines.find(({ id }) => id === form.pipeline_id);
	const stage = pipeline?.stages.find(({ id }) => id === form.stage_id);
	return {
		id: form.id,
		name: form.name,
		pipeline_id: form.pipeline_id,
		pipeline_name: pipeline?.name ?? '',
		stage_id: form.stage_id,
		stage_name: stage?.name ?? '',
		fields: questionsOf(form.fields, pipeline ?? { fields: [] }).map(
			({ name, label, type, required }) => ({ name, label, type, required }),
		),
		url: formUrl(publicUrl, form.id),
	};
}

/** Returns the address of the hosted form. */
export function formUrl(publicUrl: string, formId: string): string {
	return `${publicUrl}/f/${formId}`;
}
