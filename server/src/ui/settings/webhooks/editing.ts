import type { FastifyInstance, FastifyReply } from 'fastify';
import type { AppContext } from '../../../context';
import { isId, newId } from '../../../values/ids';
import { faultsOf, NO_FAULTS, type Faults } from '../../kit/faults';
import { conflictNote, savedSentence } from '../../kit/conflictNote';
import { html, type Html } from '../../../html/html';
import { MARKS, merge } from '../../kit/merge';
import { confirmation } from '../../kit/confirm';
import { redirectWithFlash } from '../../kit/message';
import { sendPage } from '../../kit/show';
import { changeWebhook, deleteWebhook } from '../../../webhooks/change';
import { createWebhook } from '../../../webhooks/create';
import { rotateSecret } from '../../../webhooks/rotateSecret';
import {
	findWebhook,
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
import { GONE, redirectIfGone } from './gone';
import { WEBHOOKS, webhookPath } from './paths';
import { newSecretPage, rotatedSecretPage } from './secretPage';
import { webhookTold } from './told';
import { calledOf } from './words';
import type { PageContext } from '../../kit/pageContext';

type Sent = { Body: Record<string, string | string[]> };
type ById = { Params: { id: string } };

/** Adding, editing, pausing, resuming and deleting webhooks, and rotating their secrets. */
export function webhookEditing(pages: FastifyInstance, fluid: AppContext): void {
	const { database, secrets, now } = fluid;

	pages.get(`${WEBHOOKS}/new`, async ({ visit }, reply) =>
		showNew(reply, visit, formOf(), NO_FAULTS),
	);

	pages.post<Sent>(WEBHOOKS, async ({ visit, body }, reply) => {
		const id = isId('whk', body.id) ? body.id : newId('whk');
		const form = formSent(body, secrets, id);
		try {
			const made = await createWebhook(fluid, visit.workspace.id, inputOf(form), id);
			if (made.isNew) return sendPage(reply, visit, newSecretPage(made), 201);
			return redirectWithFlash(
				reply,
				webhookPath(id),
				'The webhook was already added, and its secret is shown only once. If you need it, rotate the secret.',
			);
		} catch (reason) {
			return showNew(reply, visit, form, faultsOf(reason));
		}
	});

	pages.get<ById>(`${WEBHOOKS}/:id/edit`, async ({ visit, params }, reply) => {
		const webhook = await findWebhook(database, visit.workspace.id, params.id);
		if (!webhook) return redirectWithFlash(reply, WEBHOOKS, GONE);
		return showEdit(reply, visit, webhook, formOf(webhook), NO_FAULTS);
	});

	pages.post<ById & Sent>(`${WEBHOOKS}/:id/edit`, async ({ visit, params, body }, reply) => {
		const webhook = await findWebhook(database, visit.workspace.id, params.id);
		if (!webhook) return redirectWithFlash(reply, WEBHOOKS, GONE);
		const form = formSent(body, secrets, params.id);
		const compared = { sent: webhookValues(form), saved: webhookValues(formOf(webhook)) };
		const merged = merge({ marks: body[MARKS], ...compared });
		const mergedForm = withValues(form, merged.values);
		const told = webhookTold(await loadChoices(database, visit.workspace.id));
		if (merged.conflicts.length > 0) {
			const conflict = conflictNote('webhook', merged, compared, told);
			return showEdit(reply, visit, webhook, mergedForm, NO_FAULTS, conflict);
		}
		try {
			const input = inputOf(mergedForm);
			await changeWebhook(fluid, visit.workspace.id, params.id, input, webhook.updated_at);
			return redirectWithFlash(
				reply,
				webhookPath(params.id),
				savedSentence('Saved.', merged, told),
			);
		} catch (reason) {
			return showEdit(reply, visit, webhook, mergedForm, faultsOf(reason));
		}
	});

	for (const { act, status, message } of SWITCHES) {
		pages.post<ById>(`${WEBHOOKS}/:id/${act}`, ({ visit, params }, reply) =>
			redirectIfGone(reply, async () => {
				await changeWebhook(fluid, visit.workspace.id, params.id, { status });
				return redirectWithFlash(reply, webhookPath(params.id), message);
			}),
		);
	}

	pages.get<ById>(`${WEBHOOKS}/:id/rotate-secret`, async ({ visit, params }, reply) => {
		const webhook = await findWebhook(database, visit.workspace.id, params.id);
		if (!webhook) return redirectWithFlash(reply, WEBHOOKS, GONE);
		return sendPage(reply, visit, {
			title: 'Rotate the signing secret?',
			current: WEBHOOKS,
			main: rotateQuestion(visit, webhook, now()),
		});
	});

	pages.post<ById & Sent>(`${WEBHOOKS}/:id/rotate-secret`, ({ visit, params, body }, reply) =>
		redirectIfGone(reply, async () => {
			const seen = String(body.rotated_at ?? '') || null;
			const rotated = await rotateSecret(fluid, visit.workspace.id, params.id, seen);
			if (rotated) return sendPage(reply, visit, rotatedSecretPage(rotated));
			return redirectWithFlash(
				reply,
				webhookPath(params.id),
				'The secret was already rotated and is shown only once. If you have not copied it, rotate it again.',
			);
		}),
	);

	pages.get<ById>(`${WEBHOOKS}/:id/delete`, async ({ visit, params }, reply) => {
		const webhook = await findWebhook(database, visit.workspace.id, params.id);
		if (!webhook) return redirectWithFlash(reply, WEBHOOKS, GONE);
		return sendPage(reply, visit, {
			title: 'Delete this webhook?',
			current: WEBHOOKS,
			main: confirmation(visit, {
				action: `${webhookPath(webhook.id)}/delete`,
				back: webhookPath(webhook.id),
				act: 'Delete webhook',
				consequence: html`<p>
					Nothing more will be sent to <strong>${calledOf(webhook)}</strong>, and its delivery log
					will be deleted. This cannot be undone; to stop it for a while, pause it instead.
				</p>`,
			}),
		});
	});

	pages.post<ById>(`${WEBHOOKS}/:id/delete`, ({ visit, params }, reply) =>
		redirectIfGone(reply, async () => {
			await deleteWebhook(fluid, visit.workspace.id, params.id);
			return redirectWithFlash(reply, WEBHOOKS, 'The webhook is deleted.');
		}),
	);

	async function showNew(
		reply: FastifyReply,
		visit: PageContext,
		form: WebhookForm,
		faults: Faults,
	) {
		const choices = await loadChoices(database, visit.workspace.id);
		const id = newId('whk');
		const main = webhookForm({
			visit,
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
			visit,
			{ title: 'Add a webhook', current: WEBHOOKS, main },
			statusOf(faults),
		);
	}

	async function showEdit(
		reply: FastifyReply,
		visit: PageContext,
		webhook: WebhookRow,
		form: WebhookForm,
		faults: Faults,
		conflict?: Html,
	) {
		const { id, auth_header } = webhook;
		const choices = await loadChoices(database, visit.workspace.id);
		const main = webhookForm({
			visit,
			action: `${webhookPath(id)}/edit`,
			back: webhookPath(id),
			act: 'Save',
			form,
			faults,
			choices,
			hasAuthHeader: auth_header !== null,
			typedAuthHeader: typedAuthHeader(id, form, faults),
			saved: webhookValues(formOf(webhook)),
			conflict,
		});
		const status = conflict ? 422 : statusOf(faults);
		return sendPage(reply, visit, { title: 'Edit webhook', current: WEBHOOKS, main }, status);
	}

	/** No page shows it again, not even the one on which it was typed, and it is not typed twice either. */
	function typedAuthHeader(id: string, { auth_header }: WebhookForm, faults: Faults) {
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

function statusOf(faults: Faults): number {
	return faults.size > 0 ? 422 : 200;
}

function rotateQuestion(visit: PageContext, webhook: WebhookRow, now: Date) {
	const isFull = validOldSecrets(webhook, now).length === MOST_OLD_SECRETS;
	return confirmation(visit, {
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
