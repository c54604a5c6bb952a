import { customFieldTypes } from '../../../../../contract/customFieldTypes';
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

function question(question: Question): Html[] {
	const { name, type, label, options, autocomplete } = question;
	const { control, type: inputType = 'text', keys } = customFieldTypes[type].html;
	const required = question.required && line` required`;
	if (control === 'yes_or_no')
		return [
			line`  <p><label><input type="checkbox" name="${name}" value="yes"${required}> ${label}</label></p>`,
		];
	if (control === 'some_of')
		return [
			line`  <fieldset><legend>${label}</legend>`,
			...options.map(
				(option) =>
					line`    <label><input type="checkbox" name="${name}" value="${option}"> ${option}</label>`,
			),
			line`  </fieldset>`,
		];
	if (control === 'one_of')
		return [
			line`  <p><label>${label} <select name="${name}"${required}>`,
			line`    <option value="">Choose …</option>`,
			...options.map((option) => line`    <option>${option}</option>`),
			line`  </select></label></p>`,
		];
	if (control === 'lines')
		return [line`  <p><label>${label} <textarea name="${name}"${required}></textarea></label></p>`];
	const inputMode = keys && line` inputmode="${keys}"`;
	return [
		line`  <p><label>${label} <input type="${inputType}" name="${name}"${inputMode} autocomplete="${autocomplete}"${required}></label></p>`,
	];
}

function consent(text: string): Html {
	return line`  <p><label><input type="checkbox" name="${INPUTS.consent}" value="yes" required> ${text}</label></p>`;
}
