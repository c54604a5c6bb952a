import { formTo } from './form';
import { html, type Html, type Part } from '../../html/html';
import type { PageContext } from './pageContext';

/** What is asked before something that cannot be taken back. */
export type Confirmation = {
	/** Where the answer goes, and where one gets back. */
	action: string;
	back: string;
	/** What will happen, so that it can be judged without looking it up. */
	consequence: Part;
	/** What the button does, e.g. "Delete key". */
	act: string;
	/** An act that destroys nothing. */
	isHarmless?: boolean;
	/** More of the form. */
	fields?: Part;
};

/** Returns the question, as a page's content: it needs no JavaScript and names the thing. */
export function confirmation(pageContext: PageContext, question: Confirmation): Html {
	const { action, back, consequence, act, isHarmless, fields } = question;
	return html`<div class="card">
		${consequence}
		${formTo(
			pageContext,
			action,
			html`${fields}
				<button class="${isHarmless ? 'primary' : 'danger'}">${act}</button>
				<a class="button quiet" href="${back}">Cancel</a>`,
			{ className: 'actions' },
		)}
	</div>`;
}
