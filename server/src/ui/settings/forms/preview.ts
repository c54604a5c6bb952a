import { html, type Html } from '../../../html/html';
import type { LoadedPipeline } from '../../../pipelines/store';
import { formMarkup } from '../../../forms/formMarkup';
import { questionsOf } from '../../../forms/questions';
import { draftStage } from './checkDraft';
import type { Draft } from './draft';

/** Returns the form as a visitor will see it; nothing in it can be typed into or reached. */
export function preview(draft: Draft, pipelines: LoadedPipeline[]): Html {
	const pipeline = draftStage(draft, pipelines)?.pipeline ?? { fields: [] };
	const questions = questionsOf(draft.fields, pipeline);
	const form = { consent_text: draft.consent_text || null, button_text: draft.button_text };
	return html`<div class="fluid-form" inert>
		<p class="preview-heading">${draft.heading || draft.name}</p>
		${formMarkup(form, questions, { posted: {}, faults: [], prefix: 'preview-' })}
	</div>`;
}
