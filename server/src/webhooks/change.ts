import type { WebhookChange } from '../../../contract/types';
import type { Transaction } from '../database/database';
import { editConflict } from '../problems/editConflict';
import type { AppContext } from '../context';
import type { Sealed } from '../secrets/secrets';
import { valid } from '../problems/validation';
import { invalidInput, type Refusal } from '../problems/problems';
import { sealedAuthHeader } from './authHeader';
import { findConsumer, insertConsumer, newConsumer } from './consumers';
import { unheard, type Warn } from '../pipelines/oldName';
import { formExists, resolveFilters } from './filterInput';
import { keptSince } from './keptSince';
import { lineUp } from './ordering';
import { PAUSED_MANUALLY } from './pausedManually';
import { holdAll, releaseHeld } from './queue';
import { getWebhook, pauseWebhook, updateWebhook, type WebhookRow } from './store';
import { checkUrl, urlMissing } from './url';

/**
 * Changes, pauses or resumes a webhook and returns it.
 *
 * @param seen `updated_at` of the webhook as whoever asks has seen it; if it is another by now, nothing is changed
 * @param warn takes the warning that a filter calls something by an earlier name
 * @throws webhook_not_found; invalid_input with the place of each fault
 */
export async function changeWebhook(
	{ database, secrets, config, now, wake }: AppContext,
	workspaceId: string,
	id: string,
	given: unknown,
	{ seen, warn = unheard }: { seen?: string; warn?: Warn } = {},
): Promise<WebhookRow> {
	const change = valid<WebhookChange>('webhookChange', given);
	await checkNewUrl(await getWebhook(database, workspaceId, id), change, config);
	const auth_header = sealedAuthHeader(secrets, id, change.auth_header);
	const changed = await database.write(workspaceId, async (transaction) => {
		const row = await getWebhook(transaction, workspaceId, id);
		if (seen !== undefined && seen !== row.updated_at) throw editConflict('webhook');
		const filters = await resolveFilters(transaction, workspaceId, change.filters, row.filters, {
			warn,
		});
		const next = changedWebhook(row, { ...change, filters, auth_header }, now());
		if (next.status === 'active' && row.status === 'paused') await demandItsForm(transaction, next);
		if (next.delivery === 'push' && next.url === '') throw urlMissing();
		if (next.status === 'paused' && row.status === 'active') {
			await pauseWebhook(transaction, row, next.paused_reason as string, now());
		}
		if (change.consumer !== undefined) await nameConsumer(transaction, row, change.consumer, now());
		await updateWebhook(transaction, next);
		return next;
	});
	const { queue_id, status, ordering } = changed;
	if (changed.is_lining_up) await lineUp(database, changed, now);
	if (status === 'paused') await holdAll(database, changed);
	else if (ordering === 'per_object') await releaseHeld(database, changed, now);
	wake(queue_id);
	return changed;
}

/** Lets a change pass after which events are not sent to a URL that they must not be sent to. */
async function checkNewUrl(
	row: WebhookRow,
	change: WebhookChange,
	config: AppContext['config'],
): Promise<void> {
	const { url = row.url, delivery = row.delivery } = change;
	const isNew = change.url !== undefined || row.delivery === 'pull';
	if (delivery === 'push' && isNew && url !== '') await checkUrl(url, config);
}

/**
 * A webhook that waits for the submissions of one form and nothing else would never send anything again without it.
 *
 * @throws invalid_input
 */
async function demandItsForm(
	transaction: Transaction,
	{ workspace_id, events, filters: { form_id } }: WebhookRow,
): Promise<void> {
	if (!form_id || events.some((event) => event !== 'form.submitted')) return;
	if (await formExists(transaction, workspace_id, form_id)) return;
	const detail =
		'The lead form that the webhook waits for was deleted. Choose another one, or none for the submissions of all forms, then resume it.';
	throw invalidInput([{ pointer: '/filters/form_id', detail }]);
}

/** Gives a webhook that has none a consumer: what its queue knows counts from then on. */
async function nameConsumer(
	transaction: Transaction,
	webhook: WebhookRow,
	name: string,
	now: Date,
): Promise<void> {
	const { workspace_id, consumer } = webhook;
	if (consumer === name) return;
	if (consumer !== null) throw wrongConsumer(`The consumer of this webhook is "${consumer}".`);
	if (await findConsumer(transaction, workspace_id, name))
		throw wrongConsumer(`There is a consumer "${name}" already.`);
	const added = newConsumer(workspace_id, name, webhook, now);
	await insertConsumer(transaction, added, keptSince(now));
}

function wrongConsumer(reason: string): Refusal {
	const detail = `${reason} To have another webhook take its place, subscribe a new one under that name.`;
	return invalidInput([{ pointer: '/consumer', detail }]);
}

/** A change as it is stored: filters by id, the Authorization header sealed. */
type Change = Omit<WebhookChange, 'filters' | 'auth_header'> & {
	filters: WebhookRow['filters'];
	auth_header: Sealed | null | undefined;
};

function changedWebhook(row: WebhookRow, change: Change, now: Date): WebhookRow {
	const status = change.status ?? row.status;
	const isResumed = status === 'active' && row.status === 'paused';
	const isPaused = status === 'paused' && row.status === 'active';
	const url = change.url ?? row.url;
	const delivery = change.delivery ?? row.delivery;
	const isElsewhere = url !== row.url || delivery !== row.delivery;
	const ordering = change.ordering ?? row.ordering;
	return {
		...row,
		consumer: change.consumer ?? row.consumer,
		name: change.name === undefined ? row.name : (change.name?.trim() ?? null),
		url,
		delivery,
		events: change.events ?? row.events,
		filters: change.filters,
		deliver: change.deliver ?? row.deliver,
		ordering,
		is_lining_up: row.is_lining_up || ordering !== row.ordering,
		proof: change.proof ?? row.proof,
		undo: change.undo ?? row.undo,
		auth_header: change.auth_header === undefined ? row.auth_header : change.auth_header,
		status,
		paused_reason: isResumed ? null : isPaused ? PAUSED_MANUALLY : row.paused_reason,
		failing_since: isResumed || isElsewhere ? null : row.failing_since,
		updated_at: now.toISOString(),
	};
}
