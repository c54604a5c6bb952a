import { customFieldTypes, type ValueControl } from '../../../contract/customFieldTypes';
import type { InputError } from '../../../contract/types';
import { html, type Html, type Part } from '../html/html';
import { isTicked, type Posted, textIn, textsIn } from './posted';
import type { Question } from './questions';

/** What a form was filled in with, and what is wrong with it. */
export type FilledForm = {
	posted: Posted;
	/** What is wrong with the answers, each at the name of its question. */
	faults: InputError[];
	/** Stands before the ids, so that two forms can be on one page. */
	prefix: string;
};

/** Returns one question with its label, help, error and input. */
export function questionMarkup(question: Question, filled: FilledForm): Html {
	const id = `${filled.prefix}${question.name}`;
	const fault = faultAt(question.name, filled);
	const shown = { question, id, fault, posted: filled.posted, isFirst: isFirst(question, filled) };
	return (wholes[customFieldTypes[question.type].html.control] ?? withLabel)(shown);
}

/** Returns the sentence about the answer to a question, if there is one. */
export function faultAt(name: string, { faults }: Pick<FilledForm, 'faults'>): string | undefined {
	return faults.find(({ pointer }) => pointer === `/${name}`)?.detail;
}

/** Returns the label's text; what may be left out says so. */
export function labelText({ label, required }: Pick<Question, 'label' | 'required'>): Part {
	return required ? label : html`${label} <span class="optional">(optional)</span>`;
}

/** Returns the sentence about an answer. */
export function faultText(id: string, fault: string | undefined): Part {
	return fault && html`<p class="invalid" id="${id}-fault">${fault}</p>`;
}

/** Returns the attributes of an input that refer to what describes it. */
export function described(id: string, help: string, fault: string | undefined): Part {
	return [describedBy(id, help, fault), fault && html` aria-invalid="true"`];
}

function describedBy(id: string, help: string, fault: string | undefined): Part {
	const by = [help && `${id}-help`, fault && `${id}-fault`].filter(Boolean).join(' ');
	return by && html` aria-describedby="${by}"`;
}

type Shown = {
	question: Question;
	id: string;
	fault: string | undefined;
	posted: Posted;
	isFirst: boolean;
};

/** What has a label of another kind than a line of text. */
const wholes: Partial<Record<ValueControl, (shown: Shown) => Html>> = {
	yes_or_no: ({ question, id, fault, posted, isFirst }) =>
		html`<div class="question">
			<label class="choice">
				<input
					type="checkbox"
					id="${id}"
					name="${question.name}"
					value="yes"
					${isTicked(posted, question.name) && html` checked`}${attributes(question, isFirst)}
					${described(id, question.help, fault)}
				/>
				<span>${labelText(question)}</span>
			</label>
			${helpText(id, question)}${faultText(id, fault)}
		</div>`,
	some_of: ({ question, id, fault, posted, isFirst }) => {
		const chosen = textsIn(posted, question.name);
		// A group cannot be invalid for screen readers, only described as wrong.
		return html`<fieldset class="question" id="${id}" ${describedBy(id, question.help, fault)}>
			<legend>${labelText(question)}</legend>
			${helpText(id, question)}${faultText(id, fault)}
			${question.options.map(
				(option, index) =>
					html`<label class="choice">
						<input
							type="checkbox"
							name="${question.name}"
							value="${option}"
							${chosen.includes(option) && html` checked`}${isFirst &&
							index === 0 &&
							html` autofocus`}
						/>
						<span>${option}</span>
					</label>`,
			)}
		</fieldset>`;
	},
};

function withLabel(shown: Shown): Html {
	const { question, id, fault } = shown;
	return html`<div class="question">
		<label for="${id}">${labelText(question)}</label>
		${helpText(id, question)}${faultText(id, fault)} ${input(shown)}
	</div>`;
}

function input({ question, id, fault, posted, isFirst }: Shown): Html {
	const { name, type, options, placeholder, autocomplete } = question;
	const value = textIn(posted, name);
	const rest = [attributes(question, isFirst), described(id, question.help, fault)];
	const hint = placeholder && html` placeholder="${placeholder}"`;
	const { control, type: inputType = 'text', keys } = customFieldTypes[type].html;
	if (control === 'one_of') {
		return html`<select id="${id}" name="${name}" ${rest}>
			<option value="">${placeholder || 'Choose …'}</option>
			${options.map(
				(option) => html`<option${option === value && html` selected`}>${option}</option>`,
			)}
		</select>`;
	}
	if (control === 'lines') {
		// A line break right behind the tag would be dropped, so one is given to be dropped.
		return html`<textarea id="${id}" name="${name}" rows="5" dir="auto" ${hint}${rest}>
${value}</textarea
		>`;
	}
	return html`<input
		id="${id}"
		name="${name}"
		type="${inputType}"
		value="${value}"
		autocomplete="${autocomplete}"
		${type === 'text' && html` dir="auto"`}${keys && html` inputmode="${keys}"`}${keys ===
			'email' && html` autocapitalize="off"`}${hint}${rest}
	/>`;
}

function attributes({ required }: Question, isFirst: boolean): Part {
	return [required && html` required`, isFirst && html` autofocus`];
}

function helpText(id: string, { help }: Question): Part {
	return help && html`<p class="help" id="${id}-help">${help}</p>`;
}

/** The first wrong answer is where a visitor goes on. */
function isFirst({ name }: Question, { faults }: FilledForm): boolean {
	return faults[0]?.pointer === `/${name}`;
}
