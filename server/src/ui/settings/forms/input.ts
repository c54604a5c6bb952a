import { field } from '../../kit/field';
import { html, type Html } from '../../../html/html';
import type { InputError } from '../../../../../contract/types';

/** One input of the builder. */
export type BuilderInput = {
	name: string;
	label: string;
	value: string;
	help?: string;
	/** Lines of text, for more than one. */
	rows?: number;
	faults: InputError[];
	/** Name of the input that is looked at next. */
	focus?: string;
};

/** Returns a labelled input with its help and what is wrong with it. */
export function builderInput(input: BuilderInput): Html {
	const { name, label, value, help, rows, faults, focus } = input;
	return field({ name, label, help, fault: draftFaultOf(faults, name) }, (attributes) => {
		const rest = [attributes, focus === name && html` autofocus`];
		return rows === undefined
			? html`<input ${rest} value="${value}" />`
			: html`<textarea ${rest} rows="${rows}">${value}</textarea>`;
	});
}

/** Returns the sentence about an input, if there is one. */
export function draftFaultOf(faults: InputError[], name: string): string | undefined {
	return faults.find(({ pointer }) => pointer === `/${name}`)?.detail;
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
