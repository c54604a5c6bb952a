import { LONGEST_NAME } from '../longestName';
import type { Faults } from './faults';
import { field } from './field';
import { html, type Html } from './html';

/** Returns the field for the name of a thing: a workspace, an API key, a custom field. */
export function nameField(value: string, faults: Faults, help?: string): Html {
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
			/>`,
	);
}
