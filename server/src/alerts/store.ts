import type { Alerts } from '../../../contract/types';
import type { Reader, Transaction } from '../database/database';
import { sql } from '../database/sql';
import type { WebhookRow } from '../webhooks/store';
import type { Condition, Said } from './condition';

/** Where the alerts of a workspace are sent. */
export type Destination = {
	workspace_id: string;
	url: string;
	format: 'slack' | 'json';
	last_error: string | null;
	updated_at: string;
};

const COLUMNS = sql`workspace_id, url, format, last_error, updated_at`;

/** Returns where the alerts of a workspace are sent, or undefined. */
export function findDestination(
	reader: Reader,
	workspaceId: string,
): Promise<Destination | undefined> {
	return reader.get(
		sql`select ${COLUMNS} from alert_destinations where workspace_id = ${workspaceId}`,
	);
}

/** Returns where alerts are sent, for each workspace that has set it. */
export function listDestinations(reader: Reader): Promise<Destination[]> {
	return reader.all(sql`
		select ${COLUMNS} from alert_destinations where workspace_id in (
			select id from workspaces where deleted_at is null)`);
}

/**
 * Writes where the alerts of a workspace are sent. What was sent elsewhere about each webhook counts no more; what was sent
 * there already, or is on its way, is not sent again, and what did not arrive is tried at once.
 */
export async function putDestination(
	transaction: Transaction,
	{ workspace_id, url, format, updated_at }: Omit<Destination, 'last_error'>,
): Promise<void> {
	const before = await findDestination(transaction, workspace_id);
	if (before?.url !== url) await forgetSaid(transaction, workspace_id);
	else await tryAtOnce(transaction, workspace_id);
	await transaction.run(sql`
		insert into alert_destinations (workspace_id, url, format, last_error, updated_at)
		values (${workspace_id}, ${url}, ${format}, null, ${updated_at})
		on conflict (workspace_id) do update set url = excluded.url, format = excluded.format,
			last_error = null, updated_at = excluded.updated_at`);
}

/** Ends the alerts of a workspace. */
export async function removeDestination(
	transaction: Transaction,
	workspaceId: string,
): Promise<void> {
	await forgetSaid(transaction, workspaceId);
	await transaction.run(sql`delete from alert_destinations where workspace_id = ${workspaceId}`);
}

function forgetSaid(transaction: Transaction, workspaceId: string): Promise<void> {
	return transaction.run(sql`
		delete from webhook_alerts
		where webhook_id in (select id from webhooks where workspace_id = ${workspaceId})`);
}

function tryAtOnce(transaction: Transaction, workspaceId: string): Promise<void> {
	return transaction.run(sql`
		update webhook_alerts set tries = 0, next_try_at = null
		where webhook_id in (select id from webhooks where workspace_id = ${workspaceId})`);
}

/** Writes why the last message did not arrive at a destination; null when it did. */
export async function setLastError(
	transaction: Transaction,
	{ workspace_id, url }: Destination,
	error: string | null,
): Promise<void> {
	await transaction.run(sql`
		update alert_destinations set last_error = ${error}
		where workspace_id = ${workspace_id} and url = ${url}`);
}

/** Returns what was said of each webhook of a workspace, by its id. */
export async function listSaid(reader: Reader, workspaceId: string): Promise<Map<string, Said>> {
	const rows = await reader.all<Said & { webhook_id: string }>(sql`
		select webhook_id, condition, sent_at, tries, next_try_at, trying_until from webhook_alerts
		where webhook_id in (select id from webhooks where workspace_id = ${workspaceId})`);
	return new Map(rows.map(({ webhook_id, ...said }) => [webhook_id, said]));
}

/** Writes that a message about a webhook is on its way, at most until a time. */
export async function startTry(
	transaction: Transaction,
	{ workspace_id, id }: Pick<WebhookRow, 'workspace_id' | 'id'>,
	said: Said | undefined,
	until: string,
): Promise<void> {
	const { condition, sent_at } = said ?? NOTHING_SAID;
	await transaction.run(sql`
		insert into webhook_alerts (workspace_id, webhook_id, condition, sent_at, tries, trying_until)
		values (${workspace_id}, ${id}, ${condition}, ${sent_at}, 0, ${until})
		on conflict (webhook_id) do update set trying_until = excluded.trying_until`);
}

/** A message that set out: about which webhook, and until when it may be on its way. Another one has another time. */
type OnItsWay = { id: string; until: string };

/** Writes what a message said that arrived. */
export async function setSaid(
	transaction: Transaction,
	{ id, until }: OnItsWay,
	condition: Condition,
	now: Date,
): Promise<void> {
	await transaction.run(sql`
		update webhook_alerts
		set condition = ${condition}, sent_at = ${now.toISOString()}, tries = 0, next_try_at = null, trying_until = null
		where webhook_id = ${id} and trying_until = ${until}`);
}

/** Writes when a message is tried again that did not arrive. */
export async function setFailed(
	transaction: Transaction,
	{ id, until }: OnItsWay,
	{ tries, next_try_at }: Pick<Said, 'tries' | 'next_try_at'>,
): Promise<void> {
	await transaction.run(sql`
		update webhook_alerts set tries = ${tries}, next_try_at = ${next_try_at}, trying_until = null
		where webhook_id = ${id} and trying_until = ${until}`);
}

/** Returns a destination as the API shows it. */
export function renderAlerts(destination: Destination | undefined): Alerts {
	const { url = null, format = null, last_error = null, updated_at = null } = destination ?? {};
	return { url, format, last_error, updated_at };
}

const NOTHING_SAID = { condition: 'well', sent_at: null } as const;
