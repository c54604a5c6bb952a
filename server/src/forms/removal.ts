import type { Reader, Transaction } from '../database/database';
import { listWebhooks, MOST_WEBHOOKS, pauseWebhook, type WebhookRow } from '../webhooks/store';
import type { LeadForm } from './form';
import { removeForm } from './store';

/** The webhooks that get only one form's submissions: those that wait for nothing else, and those that do. */
export type Affected = { paused: WebhookRow[]; kept: WebhookRow[] };

/** Returns the webhooks that a form's end concerns. */
export async function affectedWebhooks(
	reader: Reader,
	{ id, workspace_id }: LeadForm,
): Promise<Affected> {
	const webhooks = await listWebhooks(reader, workspace_id, { limit: MOST_WEBHOOKS });
	const waiting = webhooks.filter(
		({ events, filters }) => filters.form_id === id && events.includes('form.submitted'),
	);
	return {
		paused: waiting.filter(({ events, status }) => events.length === 1 && status === 'active'),
		kept: waiting.filter(({ events }) => events.length > 1),
	};
}

/**
 * Deletes a form and what was sent through it; deals and contacts stay. A webhook that waits for its submissions and
 * nothing else is paused and says why: without the filter it would get those of every other form.
 */
export async function deleteForm(
	transaction: Transaction,
	form: LeadForm,
	now: Date,
): Promise<void> {
	const { paused } = await affectedWebhooks(transaction, form);
	const reason = `The lead form "${form.name}" it waits for was deleted. Choose another form, then resume it.`;
	for (const webhook of paused) await pauseWebhook(transaction, webhook, reason, now);
	await removeForm(transaction, form.workspace_id, form.id);
}
