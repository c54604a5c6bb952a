import type { AppContext } from '../context';
import type { Reader } from '../database/database';
import { inParts } from '../database/inParts';
import { limits } from '../limits';
import { listWebhooks, MOST_WEBHOOKS, pauseWebhook, type WebhookRow } from '../webhooks/store';
import type { LeadForm } from './form';
import { removeForm, removeSomeSent } from './store';

/** The webhooks that get only one form's submissions: those that wait for nothing else, and those that do. */
export type Affected = { paused: WebhookRow[]; kept: WebhookRow[] };

/** Returns the webhooks that a form's end concerns. */
export async function findAffectedWebhooks(
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
 * nothing else is paused and says why: without the filter it would get those of every other form. What was sent goes in
 * parts, so that others can write meanwhile, and the form with the last of them: interrupted, the same again does the rest.
 */
export async function deleteForm(
	{ database, now }: Pick<AppContext, 'database' | 'now'>,
	form: LeadForm,
): Promise<void> {
	const { id, name, workspace_id } = form;
	const reason = `The lead form "${name}" it waits for was deleted. Choose another form, then resume it.`;
	await inParts(() =>
		database.write(workspace_id, async (transaction) => {
			const removed = await removeSomeSent(transaction, workspace_id, id, limits.rowsAtOnce);
			if (removed === limits.rowsAtOnce) return removed;
			const { paused } = await findAffectedWebhooks(transaction, form);
			for (const webhook of paused) await pauseWebhook(transaction, webhook, reason, now());
			await removeForm(transaction, workspace_id, id);
			return removed;
		}),
	);
}
