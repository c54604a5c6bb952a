import { html, type Html, type Part } from '../../html/html';

/** A field of a form as a person meets it. */
export type FieldText = {
	/** Name in the form, and id in the page. */
	name: string;
	label: string;
	help?: Part;
	/** What is wrong with the value that was sent. */
	fault?: string | undefined;
};

/**
 * Returns a field: its label, help and fault around the control, whose attributes refer to them.
 *
 * @param control gets `id`, `name` and the attributes that tie the field together
 */
export function field(text: FieldText, control: (attributes: Html) => Html): Html {
	const { name, label, help, fault } = text;
	return html`<div class="field">
		<label for="${name}">${label}</label>
		${help && html`<p class="help" id="${name}-help">${help}</p>`} ${control(attributes(text))}
		${fault && html`<p class="invalid" id="${name}-fault">${saidOf(label, fault)}</p>`}
	</div>`;
}

/** Returns the sentence of an API's answer in the words of the page: the label instead of the name in quotes. */
export function saidOf(label: string, fault: string): string {
	return fault.replace(/^"[\w-]+"(?= )/, label);
}

function attributes({ name, help, fault }: FieldText): Html {
	const describedBy = [help && `${name}-help`, fault && `${name}-fault`].filter(Boolean).join(' ');
	return html`id="${name}"
	name="${name}"${describedBy && html` aria-describedby="${describedBy}"`}${fault &&
	html` aria-invalid="true"`}`;
}
