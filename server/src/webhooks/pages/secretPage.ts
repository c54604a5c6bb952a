import { toCopy } from '../../pages/copy';
import { html, type Html } from '../../pages/html';
import type { Page } from '../../pages/layout';
import type { Rotated } from '../rotateSecret';
import type { WebhookRow } from '../store';
import { WEBHOOKS, webhookPath } from './paths';
import { calledOf } from './words';

/** A webhook with the secret that nothing shows again. */
type Shown = { webhook: WebhookRow; secret: string };

/** Returns the page that shows the secret of a new webhook, this once. */
export function newSecretPage(shown: Shown): Page {
	return secretPage(shown);
}

/** Returns the page that shows a webhook's new secret, this once, and says what became of the old ones. */
export function rotatedSecretPage(rotated: Rotated): Page {
	return secretPage(
		rotated,
		html`Deliveries carry the signature of the old secret as well for 24 hours more.
		${rotated.droppedOldest &&
		html`<strong>
			The oldest one signs no more: at most ten old secrets do. Whatever still checks by that one
			refuses deliveries until it has a newer secret.
		</strong>`}`,
	);
}

function secretPage({ webhook, secret }: Shown, more?: Html): Page {
	return {
		title: 'Copy the signing secret',
		current: WEBHOOKS,
		main: html`<p class="warning">
				This is the only time the secret is shown. Copy it now if whatever receives
				<strong>${calledOf(webhook)}</strong> checks signatures. ${more}
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
			<p><a class="button" href="${webhookPath(webhook.id)}">To the webhook</a></p>`,
	};
}
