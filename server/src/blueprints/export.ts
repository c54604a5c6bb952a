import { hasOptions } from '../../../contract/customFieldTypes';
import type { Blueprint } from '../../../contract/types';
import type { LeadForm } from '../forms/form';
import { questionsOf } from '../forms/questions';
import type { LoadedPipeline } from '../pipelines/store';
import type { WantedForm } from './application';

/**
 * Returns pipelines and lead forms as the blueprint that makes them again. Where visitors go afterwards and which sites may
 * show a form are left out: they are of the client's own website.
 *
 * @param forms newest first, as they are listed
 */
export function blueprintOf(pipelines: LoadedPipeline[], forms: LeadForm[]): Blueprint {
	const wantedForms = forms.toReversed().flatMap((form) => formIn(form, pipelines) ?? []);
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
		...(wantedForms.length > 0 && { forms: wantedForms }),
	};
}

/** One that asks nothing any more, because its custom fields were deleted, cannot be made again. */
function formIn(form: LeadForm, pipelines: LoadedPipeline[]): WantedForm | undefined {
	const pipeline = pipelines.find(({ id }) => id === form.pipeline_id);
	const stage = pipeline?.stages.find(({ id }) => id === form.stage_id);
	const questions = pipeline ? questionsOf(form.fields, pipeline) : [];
	if (!pipeline || !stage || questions.length === 0) return undefined;
	return {
		name: form.name,
		heading: form.heading,
		pipeline: pipeline.name,
		stage: stage.name,
		fields: questions.map(({ name, label, help, placeholder, required }) => ({
			...{ name, label },
			...(help !== '' && { help }),
			...(placeholder !== '' && { placeholder }),
			required,
		})),
		button_text: form.button_text,
		// Empty where visitors are sent elsewhere.
		...(form.thank_you !== '' && { thank_you: form.thank_you }),
		consent_text: form.consent_text,
		takes_plain: form.takes_plain,
	};
}
