import { toCopy } from '../../kit/copy';
import { html, type Html } from '../../../html/html';
import { TEMPLATES } from './paths';
import { reachOf } from './reach';
import { templates, workflowOf } from '../../../templateLibrary/catalog';
import { LIBRARY_PAGE } from '../library/paths';

/** Returns how n8n is connected, and the workflows to begin with. */
export function n8nGuide(publicUrl: string): Html {
	return html`<ol class="steps">
			<li>
				Open <i>Settings &gt; Community nodes &gt; Install</i> in n8n and enter this package:
				${toCopy('n8n-package', 'name of the package', 'n8n-nodes-fluid')}
			</li>
			<li>
				Create a credential of the type <b>Fluid API</b>. Paste this into <b>Base URL</b>, and your
				key into <b>API Key</b>: ${toCopy('n8n-address', 'base URL for n8n', publicUrl)}
				${dockerAdvice(publicUrl)}
			</li>
			<li>
				Add the node <b>Fluid</b> to a workflow to create and change deals and contacts, or start
				the workflow with <b>Fluid Trigger</b>. The trigger adds its webhook here automatically when
				you publish the workflow.
			</li>
		</ol>
		<h3>Templates</h3>
		<p>
			Easiest is Fluid's <a href="${LIBRARY_PAGE}">template library</a> inside n8n, which asks for
			the credential once. To import a file instead, create the credential first: n8n fills in your
			newest Fluid credential, so check that it belongs to the right workspace. In the menu of a new
			workflow in n8n (three dots), choose <i>Import &gt; From file</i> for a downloaded file, or
			<i>Import &gt; From URL</i> for the address of a link below.
		</p>
		<ul class="templates">
			${templates().map(
				(template) =>
					html`<li>
						<a href="${TEMPLATES}/${template.file}" download>${workflowOf(template).name}</a>
						<p class="help">${template.text}</p>
					</li>`,
			)}
			<li>
				<a href="${TEMPLATES}/${BLUEPRINT}" download>Blueprint of a workspace for cold email</a>
				<p class="help">
					The pipeline and custom field that the first template expects. Whoever runs this server
					applies it with
					<code>npm run -s fluid -- workspaces apply templates/${BLUEPRINT} --workspace NAME</code>.
				</p>
			</li>
		</ul>`;
}

const BLUEPRINT = 'cold-email.blueprint.json';

/** Inside a container, localhost is the container. */
function dockerAdvice(publicUrl: string): Html | false {
	if (reachOf(publicUrl) !== 'this machine') return false;
	const url = new URL(publicUrl);
	url.hostname = 'host.docker.internal';
	return html`<p class="help">
		If n8n runs in Docker on this machine, use <code>${url.origin}</code> instead, and start Fluid
		with <code>HOST=0.0.0.0</code>.
	</p>`;
}
