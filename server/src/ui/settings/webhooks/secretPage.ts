import { toCopy } from '../../kit/copy';
import { html, type Html } from '../../../html/html';
import type { Page } from '../../kit/layout';
import type { Rotated } from '../../../webhooks/rotateSecret';
import type { WebhookRow } from '../../../webhooks/store';
import { WEBHOOKS, webhookPath } from './paths';
import { calledOf } from '../../../webhooks/calledOf';

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
		html`For another 24 hours, deliveries are also signed with the old secret.
		${rotated.droppedOldest &&
		html`<strong>
			The oldest secret no longer signs, because at most ten old ones do. A receiver that still
			checks with it refuses deliveries until you give it a newer one.
		</strong>`}`,
	);
}

function secretPage({ webhook, secret }: Shown, more?: Html): Page {
	return {
		title: 'Copy the signing secret',
		current: WEBHOOKS,
		main: html`<p class="warning">
				This is the only time the secret is shown. Copy it now if the receiver of
				<strong>${calledOf(webhook)}</strong> checks signatures. ${more}
			</p>
			<section class="card">
				<h2>Signing secret</h2>
				${toCopy('secret', 'signing secret', secret)}
				<p class="help">
					Every delivery is signed with it as the Standard Webhooks specification says, in the
					headers
					<code>webhook-id</code>, <code>webhook-timestamp</code> and
					<code>webhook-signature</code>. Any Standard Webhooks library can check them.
				</p>
			</section>
			<p><a class="button" href="${webhookPath(webhook.id)}">Go to the webhook</a></p>`,
	};
}
