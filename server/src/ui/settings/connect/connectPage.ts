import { KEYS } from '../keys/keysPage';
import { toCopy } from '../../kit/copy';
import { html, type Html } from '../../../html/html';
import type { Page } from '../../kit/layout';
import { type Guide, guides } from './guides';
import { CONNECT } from './paths';
import { type Reach, reachOf } from './reach';
import type { PageContext } from '../../kit/pageContext';

/** What the page depends on beside the page context. */
export type Connecting = {
	publicUrl: string;
	/** The host that the page was opened at, where the service was not given its address. */
	openedAt: string | undefined;
	/** The tool whose guide is open. */
	tool: string | undefined;
};

/** Returns the page that says how other tools are connected with this workspace. */
export function connectPage({ workspace }: PageContext, connecting: Connecting): Page {
	const { publicUrl, openedAt, tool } = connecting;
	return {
		title: 'Connect',
		current: CONNECT,
		main: html`<p class="lead">
				Turn leads from other tools into deals in ${workspace.name}, and let deals start workflows
				there. Every tool asks for two things:
			</p>
			<section class="card pairs" aria-label="Address and key">
				<div>
					<h2>Your Fluid address</h2>
					${toCopy('address', 'your Fluid address', publicUrl)}
				</div>
				<div>
					<h2>API key</h2>
					<p class="help">
						Shown once, when you create it. It gives access to ${workspace.name} only. Create a
						separate key for each tool.
					</p>
					<p><a class="button" href="${KEYS}">Create a key</a></p>
				</div>
			</section>
			${reachAdvice(publicUrl)} ${otherHostAdvice(publicUrl, openedAt)}
			${guides.map((guide) => section(guide, publicUrl, tool))}`,
	};
}

function section({ id, name, inShort, steps }: Guide, publicUrl: string, tool: string | undefined) {
	return html`<details class="card guide" id="${id}" ${id === tool && html`open`}>
		<summary>
			<h2>${name}</h2>
			<span class="faint">${inShort}</span>
		</summary>
		${steps(publicUrl)}
	</details>`;
}

const SET_IT = html`Whoever runs this server can give it a public address with the setting
	<code>PUBLIC_URL</code>.`;

const advice: Record<Reach, Html | undefined> = {
	'this machine': html`Only this computer can reach this address, so you can connect an n8n that
	runs on it. Zapier, Make and Pabbly run on the internet and cannot reach it. ${SET_IT}`,
	'this network': html`This address can only be reached from its own network. Zapier, Make and
	Pabbly run on the internet and cannot reach it. ${SET_IT}`,
	unencrypted: html`This address starts with <code>http://</code>, so your key can be intercepted.
		Zapier and Make refuse it. ${SET_IT}`,
	everywhere: undefined,
};

function reachAdvice(publicUrl: string): Html | undefined {
	const text = advice[reachOf(publicUrl)];
	return text && html`<p class="warning">${text}</p>`;
}

/** Without PUBLIC_URL the service knows only the address it listens on. */
function otherHostAdvice(publicUrl: string, openedAt: string | undefined): Html | false {
	const { host, protocol } = new URL(publicUrl);
	if (!openedAt || openedAt === host || isSameMachine(openedAt, host)) return false;
	return html`<p class="warning">
		You opened Fluid at <code>${openedAt}</code>, but Fluid is configured with the address
		<code>${protocol}//${host}</code> and gives it to other tools. If that is wrong, start the
		server with <code>PUBLIC_URL</code> set to the right address.
	</p>`;
}

function isSameMachine(...hosts: string[]): boolean {
	return hosts.every((host) => reachOf(`http://${host}`) === 'this machine');
}
