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

/** Writes where the alerts of a workspace are sent; what was sent elsewhere about each webhook counts no more. */
export async function putDestination(
	transaction: Transaction,
	{ workspace_id, url, format, updated_at }: Omit<Destination, 'last_error'>,
): Promise<void> {
	await removeDestination(transaction, workspace_id);
	await transaction.run(sql`
		insert into alert_destinations (workspace_id, url, format, last_error, updated_at)
		values (${workspace_id}, ${url}, ${format}, null, ${updated_at})`);
}

/** Ends the alerts of a workspace. */
export async function removeDestination(
	transaction: Transaction,
	workspaceId: string,
): Promise<void> {
	await transaction.run(sql`
		delete from webhook_alerts
		where webhook_id in (select id from webhooks where workspace_id = ${workspaceId})`);
	await transaction.run(sql`delete from alert_destinations where workspace_id = ${workspaceId}`);
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
		select webhook_id, condition, sent_at, tries, next_try_at from webhook_alerts
		where webhook_id in (select id from webhooks where workspace_id = ${workspaceId})`);
	return new Map(rows.map(({ webhook_id, ...said }) => [webhook_id, said]));
}

/** Writes that a message about a webhook is tried now, and when it is tried again unless it arrives. */
export async function startTry(
	transaction: Transaction,
	{ workspace_id, id }: Pick<WebhookRow, 'workspace_id' | 'id'>,
	said: Said | undefined,
	nextTryAt: string,
): Promise<void> {
	const { condition, sent_at, tries }: Omit<Said, 'next_try_at'> = said ?? NOTHING_SAID;
	await transaction.run(sql`
		insert into webhook_alerts (workspace_id, webhook_id, condition, sent_at, tries, next_try_at)
		values (${workspace_id}, ${id}, ${condition}, ${sent_at}, ${tries + 1}, ${nextTryAt})
		on conflict (webhook_id) do update set tries = excluded.tries, next_try_at = excluded.next_try_at`);
}

/** Writes what a message said that arrived. */
export async function setSaid(
	transaction: Transaction,
	webhookId: string,
	condition: Condition,
	now: Date,
): Promise<void> {
	await transaction.run(sql`
		update webhook_alerts
		set condition = ${condition}, sent_at = ${now.toISOString()}, tries = 0, next_try_at = null
		where webhook_id = ${webhookId}`);
}

/** Returns a destination as the API shows it. */
export function renderAlerts(destination: Destination | undefined): Alerts {
	const { url = null, format = null, last_error = null, updated_at = null } = destination ?? {};
	return { url, format, last_error, updated_at };
}

const NOTHING_SAID = { condition: 'well', sent_at: null, tries: 0 } as const;
