import type { FastifyInstance, FastifyReply } from 'fastify';
import type { AppContext } from '../../../context';
import { isId, newId } from '../../../values/ids';
import { faultsOf, NO_FAULTS, type FormFaults } from '../../kit/faults';
import { conflictNote, savedSentence } from '../../kit/conflictNote';
import { html, type Html } from '../../../html/html';
import { MARKS, merge } from '../../kit/merge';
import { confirmation } from '../../kit/confirm';
import { redirectWithFlash } from '../../kit/flash';
import { sendPage } from '../../kit/sendPage';
import { changeWebhook } from '../../../webhooks/change';
import { deleteWebhook } from '../../../webhooks/remove';
import { createWebhook } from '../../../webhooks/create';
import { rotateSecret } from '../../../webhooks/rotateSecret';
import {
	getWebhook,
	MOST_OLD_SECRETS,
	validOldSecrets,
	type WebhookRow,
} from '../../../webhooks/store';
import { loadChoices } from './choices';
import {
	formOf,
	formSent,
	inputOf,
	webhookValues,
	type WebhookForm,
	withValues,
} from './formInput';
import { webhookForm } from './formPage';
import { WEBHOOKS, webhookPath } from './paths';
import { newSecretPage, rotatedSecretPage } from './secretPage';
import { webhookConflictLabels } from './conflictLabels';
import { calledOf } from '../../../webhooks/calledOf';
import type { PageContext } from '../../kit/pageContext';

type Sent = { Body: Record<string, string | string[]> };
type ById = { Params: { id: string } };

/** Adding, editing, pausing, resuming and deleting webhooks, and rotating their secrets. */
export function webhookEditing(pages: FastifyInstance, fluid: AppContext): void {
	const { database, secrets, now } = fluid;

	pages.get(`${WEBHOOKS}/new`, async ({ pageContext }, reply) =>
		showNew(reply, pageContext, formOf(), NO_FAULTS),
	);

	pages.post<Sent>(WEBHOOKS, async ({ pageContext, body }, reply) => {
		const id = isId('whk', body.id) ? body.id : newId('whk');
		const form = formSent(body, secrets, id);
		try {
			const made = await createWebhook(fluid, pageContext.workspace.id, inputOf(form), { id });
			if (made.isNew) return sendPage(reply, pageContext, newSecretPage(made), 201);
			return redirectWithFlash(
				reply,
				webhookPath(id),
				'The webhook was already added, and its secret is shown only once. If you need it, rotate the secret.',
			);
		} catch (reason) {
			return showNew(reply, pageContext, form, faultsOf(reason));
		}
	});

	pages.get<ById>(`${WEBHOOKS}/:id/edit`, async ({ pageContext, params }, reply) => {
		const webhook = await getWebhook(database, pageContext.workspace.id, params.id);
		return showEdit(reply, pageContext, webhook, formOf(webhook), NO_FAULTS);
	});

	pages.post<ById & Sent>(`${WEBHOOKS}/:id/edit`, async ({ pageContext, params, body }, reply) => {
		const webhook = await getWebhook(database, pageContext.workspace.id, params.id);
		const form = formSent(body, secrets, params.id);
		const compared = { sent: webhookValues(form), saved: webhookValues(formOf(webhook)) };
		const merged = merge({ marks: body[MARKS], ...compared });
		const mergedForm = withValues(form, merged.values);
		const labels = webhookConflictLabels(await loadChoices(database, pageContext.workspace.id));
		if (merged.conflicts.length > 0) {
			const conflict = conflictNote('webhook', merged, compared, labels);
			return showEdit(reply, pageContext, webhook, mergedForm, NO_FAULTS, conflict);
		}
		try {
			const input = inputOf(mergedForm, webhook.delivery);
			await changeWebhook(fluid, pageContext.workspace.id, params.id, input, {
				seen: webhook.updated_at,
			});
			return redirectWithFlash(
				reply,
				webhookPath(params.id),
				savedSentence('Saved.', merged, labels),
			);
		} catch (reason) {
			return showEdit(reply, pageContext, webhook, mergedForm, faultsOf(reason));
		}
	});

	for (const { act, status, message } of SWITCHES) {
		pages.post<ById>(`${WEBHOOKS}/:id/${act}`, async ({ pageContext, params }, reply) => {
			const webhook = await getWebhook(database, pageContext.workspace.id, params.id);
			try {
				await changeWebhook(fluid, pageContext.workspace.id, params.id, { status });
			} catch (reason) {
				return showEdit(reply, pageContext, webhook, formOf(webhook), faultsOf(reason));
			}
			return redirectWithFlash(reply, webhookPath(params.id), message);
		});
	}

	pages.get<ById>(`${WEBHOOKS}/:id/rotate-secret`, async ({ pageContext, params }, reply) => {
		const webhook = await getWebhook(database, pageContext.workspace.id, params.id);
		return sendPage(reply, pageContext, {
			title: 'Rotate the signing secret?',
			current: WEBHOOKS,
			main: rotateQuestion(pageContext, webhook, now()),
		});
	});

	pages.post<ById & Sent>(
		`${WEBHOOKS}/:id/rotate-secret`,
		async ({ pageContext, params, body }, reply) => {
			const seen = String(body.rotated_at ?? '') || null;
			try {
				const rotated = await rotateSecret(fluid, pageContext.workspace.id, params.id, seen);
				return sendPage(reply, pageContext, rotatedSecretPage(rotated));
			} catch (reason) {
				// A second click: the first one has shown the secret.
				const conflict = faultsOf(reason).get('') as string;
				return redirectWithFlash(reply, webhookPath(params.id), conflict);
			}
		},
	);

	pages.get<ById>(`${WEBHOOKS}/:id/delete`, async ({ pageContext, params }, reply) => {
		const webhook = await getWebhook(database, pageContext.workspace.id, params.id);
		return sendPage(reply, pageContext, {
			title: 'Delete this webhook?',
			current: WEBHOOKS,
			main: confirmation(pageContext, {
				action: `${webhookPath(webhook.id)}/delete`,
				back: webhookPath(webhook.id),
				act: 'Delete webhook',
				consequence: html`<p>
					Nothing more will be sent to <strong>${calledOf(webhook)}</strong>,
					${webhook.consumer === null
						? 'and its delivery log will be deleted. This cannot be undone; to stop it for a while, pause it instead.'
						: `and what waits is held for its consumer. When ${webhook.consumer} subscribes again, it can catch up on what it has missed.`}
				</p>`,
			}),
		});
	});

	pages.post<ById>(`${WEBHOOKS}/:id/delete`, async ({ pageContext, params }, reply) => {
		await deleteWebhook(fluid, pageContext.workspace.id, params.id);
		return redirectWithFlash(reply, WEBHOOKS, 'The webhook is deleted.');
	});

	async function showNew(
		reply: FastifyReply,
		pageContext: PageContext,
		form: WebhookForm,
		faults: FormFaults,
	) {
		const choices = await loadChoices(database, pageContext.workspace.id);
		const id = newId('whk');
		const main = webhookForm({
			pageContext,
			action: WEBHOOKS,
			back: WEBHOOKS,
			act: 'Add webhook',
			form,
			faults,
			choices,
			hasAuthHeader: false,
			typedAuthHeader: typedAuthHeader(id, form, faults),
			id,
		});
		return sendPage(
			reply,
			pageContext,
			{ title: 'Add a webhook', current: WEBHOOKS, main },
			statusOf(faults),
		);
	}

	async function showEdit(
		reply: FastifyReply,
		pageContext: PageContext,
		webhook: WebhookRow,
		form: WebhookForm,
		faults: FormFaults,
		conflict?: Html,
	) {
		const { id, auth_header, delivery } = webhook;
		const choices = await loadChoices(database, pageContext.workspace.id);
		const main = webhookForm({
			pageContext,
			action: `${webhookPath(id)}/edit`,
			back: webhookPath(id),
			act: 'Save',
			form,
			faults,
			choices,
			hasAuthHeader: auth_header !== null,
			isPulled: delivery === 'pull',
			typedAuthHeader: typedAuthHeader(id, form, faults),
			saved: webhookValues(formOf(webhook)),
			conflict,
		});
		const status = conflict ? 422 : statusOf(faults);
		return sendPage(reply, pageContext, { title: 'Edit webhook', current: WEBHOOKS, main }, status);
	}

	/** No page shows it again, not even the one on which it was typed, and it is not typed twice either. */
	function typedAuthHeader(id: string, { auth_header }: WebhookForm, faults: FormFaults) {
		if (auth_header === '' || faults.has('/auth_header')) return undefined;
		return secrets.seal('webhook Authorization header', id, auth_header);
	}
}

const SWITCHES = [
	{
		act: 'pause',
		status: 'paused',
		message: 'Paused. Events that happen in the meantime are kept.',
	},
	{
		act: 'resume',
		status: 'active',
		message:
			'Resumed: events are sent again from now on. Use Replay to send what happened while it was paused.',
	},
] as const;

function statusOf(faults: FormFaults): number {
	return faults.size > 0 ? 422 : 200;
}

function rotateQuestion(pageContext: PageContext, webhook: WebhookRow, now: Date) {
	const isFull = validOldSecrets(webhook, now).length === MOST_OLD_SECRETS;
	return confirmation(pageContext, {
		action: `${webhookPath(webhook.id)}/rotate-secret`,
		back: webhookPath(webhook.id),
		act: 'Rotate secret',
		isHarmless: true,
		fields: html`<input type="hidden" name="rotated_at" value="${webhook.secret_rotated_at}" />`,
		consequence: html`<p>
			<strong>${calledOf(webhook)}</strong> gets a new secret, shown once. For another 24 hours,
			deliveries are also signed with the old one, so that you have time to change it.
			${isFull &&
			html`<strong
				>Ten old secrets are still in use already: the oldest one stops working.</strong
			>`}
		</p>`,
	});
}
