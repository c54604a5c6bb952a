import { LONGEST_NAME } from '../longestName';
import type { Faults } from './faults';
import { formTo } from './form';
import { html, type Html } from './html';
import type { Visit } from './visit';

/** A name form that was refused. */
type Refused = { name: string; faults: Faults } | undefined;

/** Returns the form that gives a thing of a list another name; it unfolds when it is wanted. */
export function renaming(
	visit: Visit,
	{ action, name, form }: { action: string; name: string; form: Refused },
): Html {
	return html`<details class="unfold" ${form && html`open`}>
		<summary class="button quiet">Rename<span class="hidden"> ${name}</span></summary>
		${nameForm(visit, {
			action,
			label: `New name of ${name}`,
			act: 'Save',
			name: form?.name ?? name,
			form,
		})}
	</details>`;
}

/** Returns the form that adds a thing by its name. */
export function newName(
	visit: Visit,
	{ action, label, act, form }: { action: string; label: string; act: string; form: Refused },
): Html {
	return nameForm(visit, { action, label, act, name: form?.name ?? '', form });
}

type NameForm = { action: string; label: string; act: string; name: string; form: Refused };

/** The label stands around its input, because the page has many of them. */
function nameForm(visit: Visit, { action, label, act, name, form }: NameForm): Html {
	const fault = form && (form.faults.get('/name') ?? form.faults.get(''));
	return formTo(
		visit,
		action,
		html`<label
				><span>${label}</span>
				<input
					name="name"
					value="${name}"
					maxlength="${LONGEST_NAME}"
					autocomplete="off"
					required${fault && html` aria-invalid="true" autofocus`}
			/></label>
			<button class="quiet">${act}</button>
			${fault && html`<p class="invalid" role="alert">${fault}</p>`}`,
		{ className: 'inline' },
	);
}
