import { ALERTS } from '../settings/alerts/paths';
import { CONNECT } from '../settings/connect/paths';
import { DUPLICATES } from '../settings/duplicates/paths';
import { LIBRARY_PAGE } from '../settings/library/paths';
import { ERASURE } from '../settings/erasure/paths';
import { RUNS } from '../settings/runs/paths';
import { formTo } from './form';
import { html, type Html, type Part } from '../../html/html';
import type { PageContext } from './pageContext';

/** A page of the signed-in part: where it stands, and what it shows. */
export type Page = {
	/** Title of the window and the heading, e.g. "Pipelines". */
	title: string;
	/** Address of the navigation's entry that is current, e.g. `/settings/pipelines`. */
	current: string;
	main: Part;
	/** A wide page, such as the board, uses the whole window. */
	isWide?: boolean;
	/** Script that only some pages need: the board, or lists with an order. */
	script?: 'board' | 'order';
};

/** Address of the reference of the API, which needs no sign-in. */
const REFERENCE = '/docs';

const SETTINGS = [
	{ group: 'Automations', path: CONNECT, name: 'Connect' },
	{ group: 'Automations', path: '/settings/automations/api', name: 'API' },
	{ group: 'Automations', path: '/settings/automations/webhooks', name: 'Webhooks' },
	{ group: 'Automations', path: LIBRARY_PAGE, name: 'Templates in n8n' },
	{ group: 'Automations', path: ALERTS, name: 'Alerts' },
	{ group: 'Automations', path: REFERENCE, name: 'API reference' },
	{ group: 'Workspace', path: '/settings/pipelines', name: 'Pipelines' },
	{ group: 'Workspace', path: '/settings/custom-fields', name: 'Custom fields' },
	{ group: 'Workspace', path: '/settings/lead-forms', name: 'Lead forms' },
	{ group: 'Workspace', path: DUPLICATES, name: 'Duplicates' },
	{ group: 'Workspace', path: RUNS, name: 'Undo a run' },
	{ group: 'Workspace', path: ERASURE, name: 'Erase a person' },
	{ group: 'Workspace', path: '/settings/workspaces', name: 'Workspaces' },
] as const;

/** Returns a whole page for somebody who is signed in: navigation, what the last step has to say, and the page itself. */
export function layout(pageContext: PageContext, page: Page): string {
	const isSettings = page.current.startsWith('/settings');
	const main = html`<main id="main" class="${page.isWide ? 'wide' : 'narrow'}">
		${pageContext.message && html`<p class="message" role="status">${pageContext.message}</p>`}
		<h1>${page.title}</h1>
		${page.main}
	</main>`;
	return shell(
		`${page.title} · ${pageContext.workspace.name}`,
		html`<a class="skip" href="#main">Skip to content</a> ${top(
				isSettings ? 'settings' : 'deals',
				html`${workspaceSwitch(pageContext, page.current)}
				${formTo(pageContext, '/sign-out', html`<button class="quiet">Sign out</button>`)}`,
			)}
			${isSettings ? html`<div class="columns">${sideNavigation(page.current)}${main}</div>` : main}`,
		html`${scripts} ${page.script && html`<script src="/assets/${page.script}.js" defer></script>`}`,
	);
}

/** Returns a page for everybody that is read and not worked with; it needs no script. */
export function readingPage(title: string, contents: Part, main: Part): string {
	return shell(
		title,
		html`<a class="skip" href="#main">Skip to content</a>
			${top(undefined)}
			<div class="columns">
				<nav class="side contents" aria-label="Contents">${contents}</nav>
				<main id="main" class="narrow reading">
					<h1>${title}</h1>
					${main}
				</main>
			</div>`,
	);
}

/** Returns a whole page for everybody: signing in, an error. */
export function plainPage(title: string, main: Part): string {
	return shell(
		title,
		html`<main id="main" class="plain">
			<h1>${title}</h1>
			${main}
		</main>`,
		scripts,
	);
}

const scripts = html`<script src="/assets/htmx.min.js" defer></script>
	<script src="/assets/pages.js" defer></script>`;

function top(section: 'deals' | 'settings' | undefined, more?: Part): Html {
	return html`<header class="top">
		<a class="brand" href="/deals">Fluid</a>
		<nav aria-label="Main">
			${link('/deals', 'Deals', section === 'deals')}
			${link(SETTINGS[0].path, 'Settings', section === 'settings')}
		</nav>
		${more}
	</header>`;
}

function shell(title: string, body: Html, script?: Html): string {
	return html`<!doctype html>
		<html lang="en">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta
					name="htmx-config"
					content='{"includeIndicatorStyles":false,"allowEval":false,"selfRequestsOnly":true}'
				/>
				<title>${title} · Fluid</title>
				<link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
				<link rel="stylesheet" href="/assets/style.css" />
				${script}
			</head>
			<body>
				${body}
				<p class="hidden" role="status" data-said></p>
			</body>
		</html> `.toString();
}

function link(path: string, name: string, isCurrent: boolean): Html {
	return isCurrent
		? html`<a href="${path}" aria-current="page">${name}</a>`
		: html`<a href="${path}">${name}</a>`;
}

function sideNavigation(current: string): Html {
	const groups = Map.groupBy(SETTINGS, ({ group }) => group);
	return html`<nav class="side" aria-label="Settings">
		${[...groups].map(
			([group, entries]) =>
				html`<h2>${group}</h2>
					<ul>
						${entries.map(({ path, name }) => html`<li>${link(path, name, path === current)}</li>`)}
					</ul>`,
		)}
	</nav>`;
}

/** One workspace needs no switch, only its name. Another one opens on the same page of the navigation. */
function workspaceSwitch(pageContext: PageContext, current: string): Html {
	const { workspace, workspaces } = pageContext;
	if (workspaces.length < 2) return html`<p class="workspace">${workspace.name}</p>`;
	const options = workspaces.map(({ id, name }) =>
		id === workspace.id
			? html`<option value="${id}" selected>${name}</option>`
			: html`<option value="${id}">${name}</option>`,
	);
	return formTo(
		pageContext,
		'/workspace',
		html`<input type="hidden" name="back" value="${current}" />
			<label>
				<span class="hidden">Workspace</span>
				<select name="workspace_id" data-submit-on-change>
					${options}
				</select>
			</label>
			<button class="quiet">Switch</button>`,
		{ className: 'workspace' },
	);
}
