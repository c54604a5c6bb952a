import type { ValueControl } from '../../../../contract/customFieldTypes';
import { html, type Html } from '../../html/html';

/** What a value is filled in with. */
export type Asked = {
	control: Exclude<ValueControl, 'some_of'>;
	/** Type of the HTML input, of a line. */
	type?: string;
	/** The keys that a phone shows for it. */
	keys?: string;
	/** Values that can be chosen, with what a person reads. */
	options: ReadonlyArray<readonly [value: string, label: string]>;
};

/** Returns the input of a value, as it is filled in. */
export function input(attributes: Html, value: string, asked: Asked): Html {
	return inputs[asked.control](attributes, value, asked);
}

const inputs: Record<Asked['control'], (attributes: Html, value: string, asked: Asked) => Html> = {
	// A browser's own types refuse what we read: jörg@example.com, example.com without https://, $4,800. What they do
	// not understand they send as nothing, which would clear the value.
	line: (attributes, value, { type = 'text', keys }) =>
		html`<input
			${attributes}
			${keys ? html`type="text" inputmode="${keys}" autocapitalize="off"` : html`type="${type}"`}
			value="${value}"
			autocomplete="off"
		/>`,
	lines: (attributes, value) => html`<textarea ${attributes} rows="4">${value}</textarea>`,
	yes_or_no: (attributes, value) =>
		html`<select ${attributes}>
			${option('', 'Not set', value)} ${option('yes', 'Yes', value)} ${option('no', 'No', value)}
		</select>`,
	one_of: (attributes, value, { options }) =>
		html`<select ${attributes}>
			${option('', 'Not chosen', value)}
			${options.map(([each, label]) => option(each, label, value))}
			${value !== '' &&
			!options.some(([each]) => each === value) &&
			option(value, `${value} (no longer an option)`, value)}
		</select>`,
};

function option(value: string, label: string, chosen: string): Html {
	return html`<option value="${value}" ${value === chosen && html`selected`}>${label}</option>`;
}
