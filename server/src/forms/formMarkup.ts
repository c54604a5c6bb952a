import { html, type Html, type Part } from '../html/html';
import type { LeadForm } from './form';
import { INPUTS } from './names';
import { isTicked } from './posted';
import { described, faultAt, faultText, type FilledForm, questionMarkup } from './questionMarkup';
import type { Question } from './questions';

/** Returns everything that stands inside a lead form: questions, consent, the trap and the button. */
export function formMarkup(
	form: Pick<LeadForm, 'consent_text' | 'button_text'>,
	questions: Question[],
	filled: FilledForm,
): Part {
	return html`${questions.map((question) => questionMarkup(question, filled))}
		${form.consent_text !== null && consent(form.consent_text, filled)}
		<div class="trap" aria-hidden="true">
			<label for="${filled.prefix}${INPUTS.trap}">Leave this empty</label>
			<input
				id="${filled.prefix}${INPUTS.trap}"
				name="${INPUTS.trap}"
				tabindex="-1"
				autocomplete="off"
				data-1p-ignore
				data-bwignore
				data-lpignore="true"
			/>
		</div>
		<button>${form.button_text}</button>`;
}

function consent(text: string, filled: FilledForm): Html {
	const { posted, prefix } = filled;
	const id = `${prefix}${INPUTS.consent}`;
	const fault = faultAt(INPUTS.consent, filled);
	return html`<div class="question">
		<label class="choice">
			<input
				type="checkbox"
				id="${id}"
				name="${INPUTS.consent}"
				value="yes"
				required
				${isTicked(posted, INPUTS.consent) && html` checked`}${described(id, '', fault)}
			/>
			<span>${text}</span>
		</label>
		${faultText(id, fault)}
	</div>`;
}
