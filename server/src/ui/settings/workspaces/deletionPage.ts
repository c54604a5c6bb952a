import { html } from '../../../html/html';
import type { Workspace } from '../../../workspaces/store';
import { confirmation } from '../../kit/confirm';
import { field } from '../../kit/field';
import type { Page } from '../../kit/layout';
import type { PageContext } from '../../kit/pageContext';
import { WORKSPACES } from './workspacesPage';

/** Returns the page that asks for the name of a workspace before it deletes it. */
export function deletionPage(
	pageContext: PageContext,
	{ id, name }: Workspace,
	deals: number,
	typed: string,
	fault?: string,
): Page {
	const count = deals === 1 ? '1 deal' : `${deals.toLocaleString('en')} deals`;
	const text = { name: 'name', label: `Type "${name}" to confirm`, fault };
	return {
		title: `Delete "${name}"?`,
		current: WORKSPACES,
		main: confirmation(pageContext, {
			action: `${WORKSPACES}/${id}/delete`,
			back: WORKSPACES,
			act: 'Delete workspace',
			consequence: html`<p>
					This workspace has ${count}. Its API keys, lead forms and webhooks stop at once, so
					automations that use them fail.
				</p>
				<p>
					For seven days it can be restored here, with everything in it. After that all of it is
					removed for good.
				</p>`,
			fields: field(
				text,
				(attributes) =>
					html`<input ${attributes} value="${typed}" autocomplete="off" required autofocus />`,
			),
		}),
	};
}
