import { html, type Html } from '../../../html/html';
import { WEBHOOKS } from '../webhooks/paths';

/** Returns the steps by which events reach a tool that gives out an address of its own. */
export function receivingSteps(tool: string, copyItsAddress: Html): Html {
	return html`<ol class="steps">
		<li>${copyItsAddress}</li>
		<li>
			<a href="${WEBHOOKS}/new">Add a webhook</a> here with that address as its URL, and choose the
			events.
		</li>
		<li>
			Press <i>Send test</i> on the page of the webhook: ${tool} shows the fields of the event,
			ready to map.
		</li>
	</ol>`;
}
