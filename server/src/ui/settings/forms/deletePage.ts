import { confirmation } from '../../kit/confirm';
import { html } from '../../../html/html';
import type { Page } from '../../kit/layout';
import type { WebhookRow } from '../../../webhooks/store';
import type { LeadForm } from '../../../forms/form';
import type { Affected } from '../../../forms/removal';
import { LIST, pathOf } from './paths';
import { shownCount } from './shownCount';
import type { PageContext } from '../../kit/pageContext';

/** Returns the page that asks whether a form is to be deleted, and says what that does. */
export function deleteFormPage(
	pageContext: PageContext,
	form: LeadForm,
	count: number,
	{ paused, kept }: Affected,
): Page {
	const path = pathOf(form.id);
	return {
		title: `Delete the lead form "${form.name}"?`,
		current: LIST,
		main: confirmation(pageContext, {
			action: `${path}/delete`,
			back: path,
			act: 'Delete lead form',
			consequence: html`<p>
					The form disappears from every page it is
					in${count > 0 && html`, and ${sent(count)} deleted`}. The deals and contacts it made stay.
				</p>
				${paused.length > 0 &&
				html`<p class="warning">These webhooks send nothing else and will be paused:</p>
					${urls(paused)}`}
				${kept.length > 0 &&
				html`<p class="warning">
						These webhooks will no longer send submissions, but keep sending their other events:
					</p>
					${urls(kept)}`}`,
		}),
	};
}

function sent(count: number): string {
	return count === 1 ? 'its one submission is' : `its ${shownCount(count)} submissions are`;
}

function urls(webhooks: WebhookRow[]) {
	return html`<ul>
		${webhooks.map(({ url }) => html`<li>${url}</li>`)}
	</ul>`;
}
