import { toCopy } from '../../pages/copy';
import { html } from '../../pages/html';
import type { Page } from '../../pages/layout';
import type { WebhookRow } from '../store';
import { WEBHOOKS, webhookPath } from './paths';
import { calledOf } from './words';

/** Returns the page that shows a webhook's new secret, this once. */
export function secretPage(webhook: WebhookRow, isRotated: boolean): Page {
	const { id, secret } = webhook;
	return {
		title: 'Copy the signing secret',
		current: WEBHOOKS,
		main: html`<p class="warning">
				This is the only time the secret is shown. Copy it now if whatever receives
				<strong>${calledOf(webhook)}</strong> checks signatures.
				${isRotated &&
				'Deliveries carry the signature of the old secret as well for 24 hours more.'}
			</p>
			<section class="card">
				<h2>Signing secret</h2>
				${toCopy('secret', 'signing secret', secret)}
				<p class="help">
					Every delivery is signed with it by the Standard Webhooks specification, in the headers
					<code>webhook-id</code>, <code>webhook-timestamp</code> and
					<code>webhook-signature</code>. Any of its libraries checks them.
				</p>
			</section>
			<p><a class="button" href="${webhookPath(id)}">To the webhook</a></p>`,
	};
}
