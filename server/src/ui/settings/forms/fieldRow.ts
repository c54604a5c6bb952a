import { html, type Html } from '../../../html/html';
import type { LeadFormField } from '../../../forms/form';
import type { AvailableField } from '../../../forms/questions';
import { builderChoice, builderInput, draftFaultOf } from './input';
import type { Builder } from './builder';

/** Returns one field of the form in the builder: what it asks, and the buttons that move and remove it. */
export function fieldRow(
	field: LeadFormField,
	availableFields: AvailableField[],
	{ faults, focus }: Pick<Builder, 'faults' | 'focus'>,
): Html {
	const { name, label, help, placeholder, required } = field;
	const title = availableFields.find((known) => known.name === name)?.title ?? name;
	const input = { faults, focus };
	return html`<li class="card form-field" data-field="${name}">
		<input type="hidden" name="field" value="${name}" />
		<div class="form-field-head">
			<span class="grip" aria-hidden="true" title="Drag to move">⠿</span>
			<h3>${title}</h3>
			${button('up', field, '↑', 'Move', 'up', focus)}
			${button('down', field, '↓', 'Move', 'down', focus)}
			${button('remove', field, 'Remove', 'Remove', '', focus)}
		</div>
		<div class="stack" role="group" aria-label="${title}">
			${builderInput({ ...input, name: `label:${name}`, label: 'Label', value: label })}
			${builderChoice(`required:${name}`, 'Required', required)}
		</div>
		<details${(help || placeholder || hasFault(name, faults)) && html` open`}>
			<summary>Help and example</summary>
			<div class="stack">
				${builderInput({ ...input, name: `help:${name}`, label: 'Help, below the label', value: help })}
				${builderInput({
					...input,
					name: `placeholder:${name}`,
					label: 'Example, inside the empty field',
					value: placeholder,
				})}
			</div>
		</details>
	</li>`;
}

function button(
	verb: string,
	{ name, label }: LeadFormField,
	text: string,
	before: string,
	after: string,
	focus: string | undefined,
): Html {
	const action = `${verb}:${name}`;
	return html`<button
		class="quiet"
		name="action"
		value="${action}"
		aria-label="${`${before} ${label || name} ${after}`.trim()}"
		${focus === action && html` autofocus`}
	>
		${text}
	</button>`;
}

function hasFault(name: string, faults: Builder['faults']): boolean {
	return [`help:${name}`, `placeholder:${name}`].some((input) => draftFaultOf(faults, input));
}
