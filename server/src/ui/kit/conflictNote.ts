import { html, type Html } from '../../html/html';
import { comparable, type Merged, type Values } from './merge';

/** How a page calls its fields, and how it says what is in them. */
export type ConflictLabels = {
	label: (name: string) => string;
	/** The value as a person reads it; left out, it is shown as it was typed. */
	say?: (name: string, value: string | string[] | undefined) => string;
};

/** Returns what stands above a form when somebody else has saved something else in the same fields: both values. */
export function conflictNote(
	thing: string,
	merged: Merged,
	{ sent, saved }: { sent: Values; saved: Values },
	labels: ConflictLabels,
): Html {
	const { conflicts, taken } = merged;
	const say = labels.say ?? ((_name, value) => [value ?? ''].flat().join(', '));
	const shown = (name: string, values: Values) =>
		comparable(values[name]) === ''
			? html`<span class="faint">empty</span>`
			: say(name, withPlainLines(values[name]));
	return html`<div class="warning conflict" role="alert">
		<p>
			<strong>Someone else changed this ${thing} after you opened it.</strong> Your changes are not
			saved yet, but they are still in the form. Save again to keep your values, or edit them first.
		</p>
		<table class="rows">
			<thead>
				<tr>
					<th scope="col">Field</th>
					<th scope="col">Their value</th>
					<th scope="col">Your value</th>
				</tr>
			</thead>
			<tbody>
				${conflicts.map(
					(name) =>
						html`<tr>
							<th scope="row">${labels.label(name)}</th>
							<td data-label="Their value">${shown(name, saved)}</td>
							<td data-label="Your value">${shown(name, sent)}</td>
						</tr>`,
				)}
			</tbody>
		</table>
		${taken.length > 0 && html`<p>Also changed in the meantime: ${listed(taken, labels)}.</p>`}
	</div>`;
}

function withPlainLines(value: string | string[] | undefined): string | string[] | undefined {
	return typeof value === 'string' ? value.replace(/\r\n/g, '\n') : value;
}

/** Returns what is said after saving, with what somebody else has changed meanwhile. */
export function savedSentence(
	said: string,
	{ taken }: Pick<Merged, 'taken'>,
	labels: ConflictLabels,
): string {
	if (taken.length === 0) return said;
	return `${said} Changes someone else made in the meantime were kept: ${listed(taken, labels)}.`;
}

function listed(names: string[], { label }: ConflictLabels): string {
	return names.map(label).join(', ');
}
