import { KEYS } from '../keys/keysPage';
import { toCopy } from '../pages/copy';
import { html, type Html } from '../pages/html';
import type { Page } from '../pages/layout';
import type { Visit } from '../pages/visit';
import { type Guide, guides } from './guides';
import { CONNECT } from './paths';
import { type Reach, reachOf } from './reach';

/** What the page depends on beside the visit. */
export type Connecting = {
	publicUrl: string;
	/** The host that the page was opened at, where nobody has told the service its address. */
	openedAt: string | undefined;
	/** The tool whose guide is open. */
	tool: string | undefined;
};

/** Returns the page that says how other tools are connected with this workspace. */
export function connectPage({ workspace }: Visit, connecting: Connecting): Page {
	const { publicUrl, openedAt, tool } = connecting;
	return {
		title: 'Connect',
		current: CONNECT,
		main: html`<p class="lead">
				Leads from other tools become deals of ${workspace.name}, and deals start what comes next
				there. Every tool asks for these two:
			</p>
			<section class="card pairs" aria-label="Address and key">
				<div>
					<h2>Address of your Fluid</h2>
					${toCopy('address', 'address of your Fluid', publicUrl)}
				</div>
				<div>
					<h2>API key</h2>
					<p class="help">
						Shown once, when you create it. It opens ${workspace.name} and nothing else; give each
						tool its own.
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

const SET_IT = html`The operator of this service can give it a public address with the setting
	<code>PUBLIC_URL</code>.`;

const advice: Record<Reach, Html | undefined> = {
	'this machine': html`This address is reached from this computer alone: an n8n that runs on it can
	be connected. Zapier, Make and Pabbly run on the internet and cannot reach it. ${SET_IT}`,
	'this network': html`This address is reached from its own network alone. Zapier, Make and Pabbly
	run on the internet and cannot reach it. ${SET_IT}`,
	unencrypted: html`This address begins with <code>http://</code>, so a key can be read on its way.
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
		You have opened Fluid at <code>${openedAt}</code>, but it takes
		<code>${protocol}//${host}</code> for its own address, which it gives to other tools as well. If
		that is wrong, start it with <code>PUBLIC_URL</code> set to the right one.
	</p>`;
}

function isSameMachine(...hosts: string[]): boolean {
	return hosts.every((host) => reachOf(`http://${host}`) === 'this machine');
}
