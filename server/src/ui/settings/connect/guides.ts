import { firstDealCommand } from '../../../keys/firstDeal';
import { toCopy } from '../../kit/copy';
import { html, type Html } from '../../../html/html';
import { WEBHOOKS } from '../webhooks/paths';
import { n8nGuide } from './n8nGuide';
import { receivingSteps } from './receiving';
import { bodyAdvice, KEY_PLACE, requestParts } from './request';

/** How one tool is connected. */
export type Guide = {
	/** Names it in the page's address, e.g. `?tool=make`. */
	id: string;
	name: string;
	/** What stands beside the name while the guide is closed. */
	inShort: string;
	steps: (publicUrl: string) => Html;
};

/** Where the documentation is that the service does not carry itself. */
const DOCUMENTATION = 'https://github.com/fluid-crm/n8n-nodes-fluid/blob/main';

/** The tools, those with an integration of their own first. */
export const guides: Guide[] = [
	{ id: 'n8n', name: 'n8n', inShort: 'Fluid nodes and templates', steps: n8nGuide },
	{ id: 'zapier', name: 'Zapier', inShort: 'The Fluid app', steps: zapier },
	{ id: 'make', name: 'Make', inShort: 'With the HTTP and Webhooks apps', steps: make },
	{
		id: 'pabbly',
		name: 'Pabbly Connect',
		inShort: 'With its API and Webhook steps',
		steps: pabbly,
	},
	{ id: 'http', name: 'Plain HTTP', inShort: 'For any other tool and your own code', steps: plain },
];

function zapier(publicUrl: string): Html {
	return html`<ol class="steps">
			<li>Create a Zap and choose <b>Fluid</b> as the app of a step.</li>
			<li>
				Zapier asks you to sign in. Paste this into <b>Fluid Address</b>, and your key into
				<b>API Key</b>: ${toCopy('zapier-address', 'Fluid address for Zapier', publicUrl)}
			</li>
			<li>
				Choose what starts the Zap or what it does. You pick pipelines, stages and custom fields
				from lists.
			</li>
		</ol>
		<p>
			<a href="${DOCUMENTATION}/docs/zaps/README.md">Zaps to start from</a> show step by step what
			to choose, for Smartlead, Instantly, Cal.com, Calendly, Stripe and Slack.
		</p>
		<p class="help">
			If Zapier does not find Fluid, the app is not published yet or you were not invited to it.
			<b>Webhooks by Zapier</b> works without it: use <i>Custom Request</i> with the values under
			<a href="?tool=http#http">Plain HTTP</a>.
		</p>`;
}

function make(publicUrl: string): Html {
	return html`<h3>Send leads to Fluid</h3>
		<p>
			Add the app <b>HTTP</b> with its module <b>Make a request</b>, choose <i>No authentication</i>
			there, and fill in:
		</p>
		${requestParts('make', publicUrl, {
			method: 'Method',
			url: 'URL',
			headers: 'Headers',
			body: 'Body content (type application/json, as JSON string)',
		})}
		${bodyAdvice()}
		<p class="help">
			Turn on <i>Parse response</i>, so that later modules can use the deal. Text with quotation
			marks or line breaks makes hand-written JSON invalid: if yours can contain them, build the
			body with the module <i>JSON &gt; Create JSON</i>.
		</p>
		<h3>Start a scenario when something happens in Fluid</h3>
		${receivingSteps(
			'Make',
			html`Add the app <b>Webhooks</b> with its module <b>Custom webhook</b>, create a webhook there
				and copy its address.`,
		)}`;
}

function pabbly(publicUrl: string): Html {
	return html`<h3>Send leads to Fluid</h3>
		<p>
			Add the action <b>API by Pabbly</b> with the action event <b>Execute API Request</b>, choose
			<i>No Auth</i> there, and fill in:
		</p>
		${requestParts('pabbly', publicUrl, {
			method: 'Action event method',
			url: 'API endpoint URL',
			headers: 'Headers',
			body: 'Parameters (payload type JSON)',
		})}
		${bodyAdvice()}
		<h3>Start a workflow when something happens in Fluid</h3>
		${receivingSteps(
			'Pabbly',
			html`Choose <b>Webhook by Pabbly</b> as the trigger of the workflow and copy its webhook URL.`,
		)}`;
}

function plain(publicUrl: string): Html {
	return html`<h3>Send leads to Fluid</h3>
		<p>Any program that can send an HTTP request can create a deal. In a terminal:</p>
		${toCopy('http-command', 'command', firstDealCommand(publicUrl, KEY_PLACE))}
		<p>In a tool that asks for the parts of a request:</p>
		${requestParts('http', publicUrl, {
			method: 'Method',
			url: 'URL',
			headers: 'Headers',
			body: 'Body',
		})}
		${bodyAdvice()}
		<p>
			<a href="/docs">API reference</a> · <a href="/openapi.json">OpenAPI file</a>, for tools that
			import one
		</p>
		<h3>Get notified when something happens in Fluid</h3>
		<p>
			<a href="${WEBHOOKS}/new">Add a webhook</a> with your URL. Each event is sent as JSON by POST
			and is signed. See <a href="/docs#verify">how to verify it</a>.
		</p>`;
}
