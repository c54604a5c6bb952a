import type { ApiKeyDeletion } from '../../../../../contract/types';
import { CONNECT } from '../connect/paths';
import { webhookPath } from '../webhooks/paths';
import { confirmation } from '../../kit/confirm';
import { toCopy } from '../../kit/copy';
import type { FormFaults } from '../../kit/faults';
import { formTo } from '../../kit/form';
import { html, type Html } from '../../../html/html';
import type { Page } from '../../kit/layout';
import { when } from '../../kit/time';
import { nameField } from '../../kit/nameField';
import { firstDealCommand } from '../../../keys/firstDeal';
import type { ApiKey } from '../../../keys/store';
import type { PageContext } from '../../kit/pageContext';

/** Address of the page. */
export const KEYS = '/settings/automations/api';

/** The form of a new key: what was typed, and the id the key will have. */
export type NewKeyForm = { id: string; name: string; faults: FormFaults };

/** Returns the page that lists the keys and creates one. */
export function keysPage(
	pageContext: PageContext,
	keys: ApiKey[],
	form: NewKeyForm,
	now: Date,
): Page {
	return {
		title: 'API keys',
		current: KEYS,
		main: html`<p class="lead">
				A key lets n8n, Zapier or your own code read and change the deals and contacts of
				${pageContext.workspace.name}. Create a separate key for each, so that you can delete one
				without affecting the others.
			</p>
			<section class="card">
				<h2>Create a key</h2>
				${newKeyForm(pageContext, form)}
			</section>
			<section>
				<h2>Keys of this workspace</h2>
				${keys.length === 0
					? html`<p class="empty">
							There are no keys yet. Create one above and paste it where n8n or Zapier asks for your
							Fluid API key.
						</p>`
					: table(keys, now)}
			</section>`,
	};
}

/** Returns the page that shows a new key, this once. */
export function newKeyPage(name: string, key: string, publicUrl: string): Page {
	return {
		title: 'Copy your new key',
		current: KEYS,
		main: html`<p class="warning">
				This is the only time the key <strong>${name}</strong> is shown. Copy it now and keep it
				like a password: whoever has it can read and change this workspace.
			</p>
			<section class="card">
				<h2>Your key</h2>
				${toCopy('key', 'API key', key)}
				<h2>Try it</h2>
				<p class="help">Run this in a terminal to create your first deal:</p>
				${toCopy('command', 'command', firstDealCommand(publicUrl, key))}
			</section>
			<p class="actions">
				<a class="button" href="${KEYS}">I have copied it</a>
				<a class="button quiet" href="${CONNECT}">Where to paste it</a>
			</p>`,
	};
}

/** Returns the page that asks before a key is deleted. */
export function deleteKeyPage(
	pageContext: PageContext,
	{ key, webhooks }: { key: ApiKey; webhooks: ApiKeyDeletion['webhooks'] },
	now: Date,
): Page {
	return {
		title: `Delete the key "${key.name}"?`,
		current: KEYS,
		main: confirmation(pageContext, {
			action: `${KEYS}/${key.id}/delete`,
			back: KEYS,
			act: 'Delete key',
			consequence: html`<p>
					Everything that uses <strong>${key.name}</strong> (${shown(key)}) loses access at once.
					This cannot be undone.
				</p>
				<dl class="facts">
					<dt>Last used</dt>
					<dd>${key.last_used_at ? when(key.last_used_at, now) : 'Never'}</dd>
				</dl>
				${webhooks.length > 0 && createdWith(webhooks)}`,
			fields: webhooks.length > 0 && pausing,
		}),
	};
}

/** Whoever created them, such as a Zap, can no longer delete them. */
function createdWith(webhooks: ApiKeyDeletion['webhooks']): Html {
	return html`<p>
			These webhooks were created with the key. They go on sending, and what created them can no
			longer delete them:
		</p>
		<ul>
			${webhooks.map(
				({ id, name, url, status }) =>
					html`<li>
						<a href="${webhookPath(id)}">${name ?? url ?? id}</a>${status === 'paused' &&
						', paused'}
					</li>`,
			)}
		</ul>`;
}

const pausing = html`<label class="choice">
	<input type="checkbox" name="pause_webhooks" value="yes" />
	<span>Pause these webhooks</span>
</label>`;

function newKeyForm(pageContext: PageContext, { id, name, faults }: NewKeyForm): Html {
	return formTo(
		pageContext,
		KEYS,
		html`<input type="hidden" name="id" value="${id}" />
			${nameField(name, faults, { help: 'What will use it, e.g. n8n or Zapier.' })}
			<button>Create key</button>`,
		{ className: 'stack' },
	);
}

function table(keys: ApiKey[], now: Date): Html {
	return html`<table class="rows">
		<thead>
			<tr>
				<th scope="col">Name</th>
				<th scope="col">Key</th>
				<th scope="col">Created</th>
				<th scope="col">Last used</th>
				<th scope="col"><span class="hidden">Actions</span></th>
			</tr>
		</thead>
		<tbody>
			${keys.map(
				(key) =>
					html`<tr>
						<th scope="row">${key.name}</th>
						<td data-label="Key">${shown(key)}</td>
						<td data-label="Created">${when(key.created_at, now)}</td>
						<td data-label="Last used">
							${key.last_used_at
								? when(key.last_used_at, now)
								: html`<span class="faint">Never</span>`}
						</td>
						<td class="acts">
							<a class="button quiet" href="${KEYS}/${key.id}/delete"
								>Delete<span class="hidden"> ${key.name}</span></a
							>
						</td>
					</tr>`,
			)}
		</tbody>
	</table>`;
}

function shown({ last_four }: ApiKey): Html {
	return html`<code>fluid_…${last_four}</code>`;
}
