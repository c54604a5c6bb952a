import type { CustomFieldType } from '../../../../../contract/types';
import { html, type Html } from '../../../html/html';
import type { LeadForm } from '../../../forms/form';
import { INPUTS } from '../../../forms/names';
import type { Question } from '../../../forms/questions';

/** The same as html, under a name whose line breaks and indents no formatter touches: people copy them. */
const line = html;

/** Returns the script tag that shows a form in a page. */
export function scriptSnippet(publicUrl: string, { id }: LeadForm): string {
	return line`<script async src="${publicUrl}/form.js" data-form="${id}"></script>`.toString();
}

/** Returns a plain form that works in any page without JavaScript. */
export function plainSnippet(publicUrl: string, form: LeadForm, questions: Question[]): string {
	const lines = [
		line`<form method="post" action="${publicUrl}/f/${form.id}" accept-charset="UTF-8">`,
		...questions.flatMap(question),
		...(form.consent_text === null ? [] : [consent(form.consent_text)]),
		line`  <p hidden><label>Leave this empty <input name="${INPUTS.trap}" tabindex="-1" autocomplete="off" data-1p-ignore data-bwignore data-lpignore="true"></label></p>`,
		line`  <input type="hidden" name="utm_source" value="">`,
		line`  <p><button>${form.button_text}</button></p>`,
		line`</form>`,
	];
	return lines.join('\n');
}

/** Of addresses the service knows better than a browser, which refuses jörg@example.com. */
const INPUT_TYPES: Partial<Record<CustomFieldType, string>> = { phone: 'tel', date: 'date' };
const INPUT_MODES: Partial<Record<CustomFieldType, string>> = { email: 'email' };

function question(question: Question): Html[] {
	const { name, type, label, options, autocomplete } = question;
	const required = question.required && line` required`;
	if (type === 'boolean')
		return [
			line`  <p><label><input type="checkbox" name="${name}" value="yes"${required}> ${label}</label></p>`,
		];
	if (type === 'multi_select')
		return [
			line`  <fieldset><legend>${label}</legend>`,
			...options.map(
				(option) =>
					line`    <label><input type="checkbox" name="${name}" value="${option}"> ${option}</label>`,
			),
			line`  </fieldset>`,
		];
	if (type === 'select')
		return [
			line`  <p><label>${label} <select name="${name}"${required}>`,
			line`    <option value="">Choose …</option>`,
			...options.map((option) => line`    <option>${option}</option>`),
			line`  </select></label></p>`,
		];
	if (type === 'long_text')
		return [line`  <p><label>${label} <textarea name="${name}"${required}></textarea></label></p>`];
	const inputType = INPUT_TYPES[type] ?? 'text';
	const mode = INPUT_MODES[type];
	const inputMode = mode && line` inputmode="${mode}"`;
	return [
		line`  <p><label>${label} <input type="${inputType}" name="${name}"${inputMode} autocomplete="${autocomplete}"${required}></label></p>`,
	];
}

function consent(text: string): Html {
	return line`  <p><label><input type="checkbox" name="${INPUTS.consent}" value="yes" required> ${text}</label></p>`;
}
