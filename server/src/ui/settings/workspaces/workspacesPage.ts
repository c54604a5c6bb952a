import { currencies } from '../../../../../contract/reading';
import { lazy } from '../../../timing/lazy';
import { faultSummary, type FormFaults } from '../../kit/faults';
import { field } from '../../kit/field';
import { formTo } from '../../kit/form';
import { html, type Html } from '../../../html/html';
import type { Page } from '../../kit/layout';
import { exactTime, when } from '../../kit/time';
import { nameField } from '../../kit/nameField';
import { type DeletedWorkspace, restorableUntil } from '../../../workspaces/deletion';
import type { Workspace } from '../../../workspaces/store';
import type { PageContext } from '../../kit/pageContext';

/** Address of the page. */
export const WORKSPACES = '/settings/workspaces';

/** The form of a new workspace as it was filled in. */
export type NewWorkspaceForm = { name: string; currency: string; faults: FormFaults };

const currencyNames = lazy(() => new Intl.DisplayNames('en', { type: 'currency' }));

/** Returns the page that lists the workspaces and creates one. */
export function workspacesPage(
	pageContext: PageContext,
	form: NewWorkspaceForm,
	deleted: DeletedWorkspace[],
	now: Date,
): Page {
	return {
		title: 'Workspaces',
		current: WORKSPACES,
		main: html`<p class="lead">
				Each workspace is a CRM of its own, with its own deals, pipelines, keys and webhooks: make
				one for every client.
			</p>
			${table(pageContext, now)}
			<section class="card">
				<h2>Create a workspace</h2>
				${newWorkspaceForm(pageContext, form)}
			</section>
			${deletedSection(pageContext, deleted, now)}`,
	};
}

/** Returns the page that gives a workspace another name. */
export function renamePage(
	pageContext: PageContext,
	{ id, name }: Workspace,
	typed: string,
	faults: FormFaults,
): Page {
	return {
		title: `Rename "${name}"`,
		current: WORKSPACES,
		main: html`<section class="card">
			${faultSummary(faults)}
			${formTo(
				pageContext,
				`${WORKSPACES}/${id}/rename`,
				html`${nameField(typed, faults, { isFocused: true })}
					<div class="actions">
						<button>Save</button> <a class="button quiet" href="${WORKSPACES}">Cancel</a>
					</div>`,
			)}
		</section>`,
	};
}

function newWorkspaceForm(
	pageContext: PageContext,
	{ name, currency, faults }: NewWorkspaceForm,
): Html {
	const text = {
		name: 'currency',
		label: 'Currency',
		help: 'For deals that are sent without one. It cannot be changed later.',
		fault: faults.get('/currency'),
	};
	return html`${faultSummary(faults)}
	${formTo(
		pageContext,
		WORKSPACES,
		html`${nameField(name, faults)}
			${field(
				text,
				(attributes) =>
					html`<select ${attributes}>
						${currencies.map(
							(code) =>
								html`<option value="${code}" ${code === currency && html`selected`}>
									${code} · ${currencyNames().of(code)}
								</option>`,
						)}
					</select>`,
			)} <button>Create workspace</button>`,
		{ className: 'stack' },
	)}`;
}

function table(pageContext: PageContext, now: Date): Html {
	return html`<table class="rows">
		<thead>
			<tr>
				<th scope="col">Name</th>
				<th scope="col">Currency</th>
				<th scope="col">Created</th>
				<th scope="col"><span class="hidden">Actions</span></th>
			</tr>
		</thead>
		<tbody>
			${pageContext.workspaces.map((workspace) => row(pageContext, workspace, now))}
		</tbody>
	</table>`;
}

function row(
	pageContext: PageContext,
	{ id, name, currency, created_at }: Workspace,
	now: Date,
): Html {
	const isCurrent = id === pageContext.workspace.id;
	return html`<tr>
		<th scope="row">${name} ${isCurrent && html`<span class="tag good">You are here</span>`}</th>
		<td data-label="Currency">${currency}</td>
		<td data-label="Created">${when(created_at, now)}</td>
		<td class="acts">
			${!isCurrent &&
			formTo(
				pageContext,
				'/workspace',
				html`<input type="hidden" name="workspace_id" value="${id}" />
					<button class="quiet">Go there<span class="hidden">: ${name}</span></button>`,
			)}
			<a class="button quiet" href="${WORKSPACES}/${id}/rename"
				>Rename<span class="hidden"> ${name}</span></a
			>
			${pageContext.workspaces.length > 1 &&
			html`<a class="button quiet" href="${WORKSPACES}/${id}/delete"
				>Delete<span class="hidden"> ${name}</span></a
			>`}
		</td>
	</tr>`;
}

function deletedSection(
	pageContext: PageContext,
	deleted: DeletedWorkspace[],
	now: Date,
): Html | undefined {
	const restorable = deleted.filter((workspace) => restorableUntil(workspace) > now);
	if (restorable.length === 0) return undefined;
	return html`<section>
		<h2>Deleted in the last seven days</h2>
		<table class="rows">
			<thead>
				<tr>
					<th scope="col">Name</th>
					<th scope="col">Deleted</th>
					<th scope="col">Restorable until</th>
					<th scope="col"><span class="hidden">Actions</span></th>
				</tr>
			</thead>
			<tbody>
				${restorable.map(
					(workspace) =>
						html`<tr>
							<th scope="row">${workspace.name}</th>
							<td data-label="Deleted">${when(workspace.deleted_at, now)}</td>
							<td data-label="Restorable until">
								${exactTime(restorableUntil(workspace).toISOString())}
							</td>
							<td class="acts">
								${formTo(
									pageContext,
									`${WORKSPACES}/${workspace.id}/restore`,
									html`<button class="quiet">
										Restore<span class="hidden"> ${workspace.name}</span>
									</button>`,
								)}
							</td>
						</tr>`,
				)}
			</tbody>
		</table>
	</section>`;
}
