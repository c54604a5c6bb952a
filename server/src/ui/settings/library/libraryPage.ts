import { templates, versionedId, workflowOf } from '../../../templateLibrary/catalog';
import { libraryUrl } from '../../../templateLibrary/paths';
import { html, type Html } from '../../../html/html';
import { toCopy } from '../../kit/copy';
import { formTo } from '../../kit/form';
import type { Page } from '../../kit/layout';
import type { PageContext } from '../../kit/pageContext';
import { TEMPLATES } from '../connect/paths';
import { LIBRARY_PAGE } from './paths';

/** What the page shows: the addresses, and the token of the workspace's own library if it has one. */
export type LibraryView = { publicUrl: string; token: string | null };

/** Returns the page that says how the templates come into n8n's own template page. */
export function libraryPage(pageContext: PageContext, { publicUrl, token }: LibraryView): Page {
	const { workspace } = pageContext;
	return {
		title: 'Templates in n8n',
		current: LIBRARY_PAGE,
		main: html`<p class="lead">
				n8n can show Fluid's templates on its own <i>Templates</i> page. Setting one up there takes
				six clicks: n8n asks for the Fluid credential once and uses it in every step.
			</p>
			<section class="card">
				<h2>For every n8n</h2>
				<p>Start n8n with this setting, then open <i>Templates</i> in its side bar:</p>
				${toCopy('library', 'setting for n8n', setting(publicUrl))}
				<p class="help">
					Your browser fetches the templates, so it must be able to reach Fluid at this address:
					with
					<code>https://</code> if n8n has it. n8n needs the community node
					<code>n8n-nodes-fluid</code>.
				</p>
			</section>
			<section class="card">
				<h2>For the n8n of ${workspace.name}</h2>
				${token === null ? off(pageContext) : on(pageContext, publicUrl, token)}
			</section>
			<section class="card">
				<h2>What is in it</h2>
				<ul class="templates">
					${templates().map(
						(template) =>
							html`<li>
								<a href="${TEMPLATES}/${template.file}" download>${workflowOf(template).name}</a>
								<code>${versionedId(template)}</code>
								<p class="help">${template.text}</p>
							</li>`,
					)}
				</ul>
			</section>`,
	};
}

const FILLED_IN = html`In it, the names of this workspace, its pipeline and its stages are filled in
already. Addresses, URLs and keys never are.`;

function off(pageContext: PageContext): Html {
	return html`<p>
			A client with an n8n of their own can have a set of templates made for this workspace.
			${FILLED_IN} Whoever knows its address can read these names.
		</p>
		${formTo(pageContext, `${LIBRARY_PAGE}/renew`, html`<button>Turn on</button>`)}`;
}

function on(pageContext: PageContext, publicUrl: string, token: string): Html {
	return html`<p>${FILLED_IN} Use this setting instead of the one above:</p>
		${toCopy('own-library', 'setting for the n8n of this workspace', setting(publicUrl, token))}
		<div class="actions">
			${formTo(
				pageContext,
				`${LIBRARY_PAGE}/renew`,
				html`<button class="quiet">New address</button>`,
			)}
			${formTo(pageContext, `${LIBRARY_PAGE}/off`, html`<button class="quiet">Turn off</button>`)}
		</div>
		<p class="help">
			With a new address, or when it is turned off, the old one stops answering at once. Workflows
			that were made from it go on.
		</p>`;
}

function setting(publicUrl: string, token?: string): string {
	return `N8N_TEMPLATES_HOST=${libraryUrl(publicUrl, token)}`;
}
