import { html, type Html, type Part } from '../../html/html';
import type { PageContext } from './pageContext';

/** Name of the field that proves a form came from one of our own pages. */
export const TOKEN_FIELD = '_token';

/** Name of the field that says which workspace the page of a form showed; another tab may have gone to another. */
export const WORKSPACE_FIELD = '_workspace';

/** What a form can have beside its content. */
export type FormOptions = { className?: string; id?: string };

/**
 * Returns a form that posts to an address of ours. Every form of a signed-in page is made here, because a request
 * without the token in it is refused.
 */
export function formTo(
	{ token, workspace }: PageContext,
	action: string,
	content: Part,
	{ className, id }: FormOptions = {},
): Html {
	return html`<form
		method="post"
		action="${action}"
		${className && html` class="${className}"`}${id && html` id="${id}"`}
	>
		<input type="hidden" name="${TOKEN_FIELD}" value="${token}" />
		<input type="hidden" name="${WORKSPACE_FIELD}" value="${workspace.id}" />
		${content}
	</form>`;
}
