import { LONGEST_NAME } from '../../values/longestName';
import type { FormFaults } from './faults';
import { field } from './field';
import { html, type Html } from '../../html/html';

/** What differs between the fields for names. */
export type NameFieldOptions = {
	help?: string;
	/** Whether the page is there for nothing else, so that one can type at once. */
	isFocused?: boolean;
};

/** Returns the field for the name of a thing: a workspace, an API key, a custom field. */
export function nameField(
	value: string,
	faults: FormFaults,
	{ help, isFocused }: NameFieldOptions = {},
): Html {
	const text = { name: 'name', label: 'Name', help, fault: faults.get('/name') };
	return field(
		text,
		(attributes) =>
			html`<input
				${attributes}
				value="${value}"
				maxlength="${LONGEST_NAME}"
				autocomplete="off"
				required
				${isFocused && html`autofocus`}
			/>`,
	);
}
