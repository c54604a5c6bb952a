import { html, type Html, type Part } from '../../pages/html';
import type { DraftFault } from './checkDraft';

/** One input of the builder. */
export type BuilderInput = {
	name: string;
	label: string;
	value: string;
	help?: string;
	/** Lines of text, for more than one. */
	rows?: number;
	faults: DraftFault[];
	/** Name of the input that is looked at next. */
	focus?: string;
};

/** Returns a labelled input with its help and what is wrong with it. */
export function builderInput(input: BuilderInput): Html {
	const { name, label, value, help, rows, faults, focus } = input;
	const fault = faults.find((one) => one.input === name)?.detail;
	const attributes = html`id="${name}"
	name="${name}"${describedBy(name, help, fault)}${fault && html` aria-invalid="true"`}${focus ===
		name && html` autofocus`}`;
	return html`<label for="${name}">${label}</label> ${help &&
		html`<p class="help" id="${name}-help">${help}</p>`}${faultText(name, fault)}
		${rows === undefined
			? html`<input ${attributes} value="${value}" />`
			: html`<textarea ${attributes} rows="${rows}">${value}</textarea>`}`;
}

/** Returns a tick box with its label and help. */
export function builderChoice(name: string, label: string, isTicked: boolean, help?: string): Html {
	return html`<label class="choice">
			<input
				type="checkbox"
				name="${name}"
				value="yes"
				${isTicked && html` checked`}${help && html` aria-describedby="${name}-help"`}
			/>
			<span>${label}</span>
		</label>
		${help && html`<p class="help" id="${name}-help">${help}</p>`}`;
}

/** Returns the sentence about an input. */
export function faultText(name: string, fault: string | undefined): Part {
	return fault && html`<p class="invalid" id="${name}-fault">${fault}</p>`;
}

function describedBy(name: string, help: string | undefined, fault: string | undefined): Part {
	const by = [help && `${name}-help`, fault && `${name}-fault`].filter(Boolean).join(' ');
	return by && html` aria-describedby="${by}"`;
}
