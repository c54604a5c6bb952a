import { LONGEST_NAME } from '../../values/longestName';
import type { FormFaults } from './faults';
import { formTo } from './form';
import { html, type Html } from '../../html/html';
import { listAddress, type Pressed } from './position';
import type { PageContext } from './pageContext';

/** A name form as it was filled in, or one that nobody has filled in yet. */
type Filled = { name?: string; faults: FormFaults };

/** A thing of a list that can be given another name. */
export type Named = {
	/** Id of the thing, and of the part of the page in whose place the form stands. */
	id: string;
	part: string;
	name: string;
	/** Address of the list. */
	list: string;
};

/** Who goes back from the form finds the focus where it was. */
const WAY = 'rename';

/** Returns what leads to the form for another name, which stands in the place of the thing's row. */
export function renameLink({ id, part, name, list }: Named, pressed: Pressed): Html {
	const address = `${list}?rename=${id}`;
	const isFocused = pressed.id === id && pressed.way === WAY;
	return html`<a
		class="button quiet"
		href="${address}"
		hx-get="${address}"
		hx-target="#${part}"
		hx-select="#${part}"
		hx-swap="outerHTML"
		${isFocused && html`autofocus`}
		>Rename<span class="hidden"> ${name}</span></a
	>`;
}

/** Returns the form for another name, in which one can type at once. */
export function renameForm(
	pageContext: PageContext,
	{ id, name, list }: Named,
	{ action, form }: { action: string; form: Filled },
): Html {
	return nameForm(pageContext, {
		action,
		label: `New name of ${name}`,
		isLabelHidden: true,
		act: 'Save',
		name: form.name ?? name,
		fault: faultIn(form),
		isFocused: true,
		more: html`<a class="button quiet" href="${listAddress(list, { about: id, way: WAY })}"
			>Cancel</a
		>`,
	});
}

/** Returns the form that adds a thing by its name. */
export function newName(
	pageContext: PageContext,
	{
		action,
		label,
		act,
		form,
	}: { action: string; label: string; act: string; form?: Filled | undefined },
): Html {
	const fault = form && faultIn(form);
	const name = form?.name ?? '';
	return nameForm(pageContext, { action, label, act, name, fault, isFocused: fault !== undefined });
}

function faultIn({ faults }: Filled): string | undefined {
	return faults.get('/name') ?? faults.get('');
}

type NameForm = {
	action: string;
	label: string;
	isLabelHidden?: boolean;
	act: string;
	name: string;
	fault: string | undefined;
	isFocused: boolean;
	more?: Html;
};

/** The label stands around its input, because the page has many of them. */
function nameForm(pageContext: PageContext, form: NameForm): Html {
	const { action, label, isLabelHidden, act, name, fault, isFocused, more } = form;
	return formTo(
		pageContext,
		action,
		html`<label
				><span${isLabelHidden && html` class="hidden"`}>${label}</span>
				<input
					name="name"
					value="${name}"
					maxlength="${LONGEST_NAME}"
					autocomplete="off"
					required${fault && html` aria-invalid="true"`}${isFocused && html` autofocus`}
			/></label>
			<button class="quiet">${act}</button>
			${more} ${fault && html`<p class="invalid" role="alert">${fault}</p>`}`,
		{ className: 'inline' },
	);
}
