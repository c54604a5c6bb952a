import { randomBytes } from 'node:crypto';
import type { EventName } from '../../../contract/events';
import type { Webhook, WebhookFilters } from '../../../contract/types';
import type { Reader, Transaction } from '../database/database';
import { nothing, sql } from '../database/sql';
import { problem } from '../problems/problems';
import type { Sealed } from '../secrets/secrets';
import { holdSome, removeFirst } from './backlog';

/** A webhook as it is stored, with what is never shown. */
export type WebhookRow = {
	id: string;
	workspace_id: string;
	/** What a person calls it; null when nobody gave it a name. */
	name: string | null;
	url: string;
	events: EventName[];
	filters: WebhookFilters;
	auth_header: Sealed | null;
	secret: Sealed;
	/** Secrets from before, which sign as well until their time is over; newest first. */
	old_secrets: Array<{ secret: Sealed; until: string }>;
	secret_rotated_at: string | null;
	status: 'active' | 'paused';
	paused_reason: string | null;
	failing_since: string | null;
	created_at: string;
	updated_at: string;
};

/** How many webhooks a workspace may have. */
export const MOST_WEBHOOKS = 500;

/** How many earlier secrets sign: each adds 48 characters to a header, of which receivers take a few thousand. */
export const MOST_OLD_SECRETS = 10;

const SECRET_BYTES = 32;

const COLUMNS = sql`
	id, workspace_id, name, url, events, filters, auth_header, secret, old_secrets, secret_rotated_at, status,
	paused_reason, failing_since, created_at, updated_at`;

/** Returns a new signing secret. */
export function newSecret(): string {
	return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
}

/** Returns the secrets from before that sign as well, newest first. */
export function validOldSecrets(
	{ old_secrets }: Pick<WebhookRow, 'old_secrets'>,
	now: Date,
): WebhookRow['old_secrets'] {
	return old_secrets.filter(({ until }) => until > now.toISOString()).slice(0, MOST_OLD_SECRETS);
}

/** Returns the webhooks of a workspace, read once in a transaction. */
export function subscribersOf(
	transaction: Transaction,
	workspaceId: string,
): Promise<WebhookRow[]> {
	return transaction.memoize(`webhooks ${workspaceId}`, () => webhooksOf(transaction, workspaceId));
}

/** Returns the webhooks of a workspace, oldest first. */
export async function webhooksOf(reader: Reader, workspaceId: string): Promise<WebhookRow[]> {
	const rows = await reader.all<Stored>(sql`
		select ${COLUMNS} from webhooks where workspace_id = ${workspaceId} order by id`);
	return rows.map(webhookRow);
}

/** Returns a webhook whatever its workspace, read once in a transaction: for those who deliver. */
export function webhookById(transaction: Transaction, id: string): Promise<WebhookRow | undefined> {
	return transaction.memoize(`webhook ${id}`, async () => {
		const stored = await transaction.get<Stored>(
			sql`select ${COLUMNS} from webhooks where id = ${id}`,
		);
		return stored && webhookRow(stored);
	});
}

/** Returns the workspace's webhook with the id, or undefined. */
export async function findWebhook(
	reader: Reader,
	workspaceId: string,
	id: string,
): Promise<WebhookRow | undefined> {
	const stored = await reader.get<Stored>(sql`
		select ${COLUMNS} from webhooks where workspace_id = ${workspaceId} and id = ${id}`);
	return stored && webhookRow(stored);
}

/**
 * Returns the workspace's webhook with the id.
 *
 * @throws webhook_not_found
 */
export async function getWebhook(
	reader: Reader,
	workspaceId: string,
	id: string,
): Promise<WebhookRow> {
	const webhook = await findWebhook(reader, workspaceId, id);
	if (!webhook) throw problem('webhook_not_found');
	return webhook;
}

/** Returns webhooks, newest first, from behind the cursor (an id) on. */
export async function listWebhooks(
	reader: Reader,
	workspaceId: string,
	{ cursor, limit }: { cursor?: string; limit: number },
): Promise<WebhookRow[]> {
	const rows = await reader.all<Stored>(sql`
		select ${COLUMNS} from webhooks where workspace_id = ${workspaceId}
		${cursor === undefined ? nothing : sql`and id < ${cursor}`}
		order by id desc limit ${limit}`);
	return rows.map(webhookRow);
}

/** Returns how many webhooks a workspace has. */
export async function countWebhooks(reader: Reader, workspaceId: string): Promise<number> {
	const row = await reader.get<{ count: number }>(sql`
		select count(*) as count from webhooks where workspace_id = ${workspaceId}`);
	return Number(row?.count ?? 0);
}

/** Writes a new webhook and returns it. */
export async function insertWebhook(
	transaction: Transaction,
	workspaceId: string,
	input: Pick<WebhookRow, 'id' | 'name' | 'url' | 'events' | 'filters' | 'auth_header' | 'secret'>,
	now: Date,
): Promise<WebhookRow> {
	const at = now.toISOString();
	const row: WebhookRow = {
		...input,
		workspace_id: workspaceId,
		old_secrets: [],
		secret_rotated_at: null,
		status: 'active',
		paused_reason: null,
		failing_since: null,
		created_at: at,
		updated_at: at,
	};
	await transaction.run(sql`
		insert into webhooks
			(id, workspace_id, name, url, events, filters, auth_header, secret, status, created_at, updated_at)
		values (${row.id}, ${workspaceId}, ${row.name}, ${row.url}, ${JSON.stringify(row.events)},
			${JSON.stringify(row.filters)}, ${row.auth_header}, ${row.secret}, 'active', ${at}, ${at})`);
	transaction.forget(`webhooks ${workspaceId}`);
	return row;
}

/** Writes a webhook's values. */
export async function updateWebhook(transaction: Transaction, row: WebhookRow): Promise<void> {
	await transaction.run(sql`
		update webhooks set name = ${row.name}, url = ${row.url}, events = ${JSON.stringify(row.events)},
			filters = ${JSON.stringify(row.filters)}, auth_header = ${row.auth_header}, secret = ${row.secret},
			old_secrets = ${JSON.stringify(row.old_secrets)}, secret_rotated_at = ${row.secret_rotated_at},
			status = ${row.status}, paused_reason = ${row.paused_reason}, failing_since = ${row.failing_since},
			updated_at = ${row.updated_at}
		where workspace_id = ${row.workspace_id} and id = ${row.id}`);
	forgetWebhook(transaction, row);
}

/** Removes a webhook with its deliveries and their log. */
export async function removeWebhook(
	transaction: Transaction,
	workspaceId: string,
	id: string,
): Promise<void> {
	await transaction.run(
		sql`delete from webhooks where workspace_id = ${workspaceId} and id = ${id}`,
	);
	await removeFirst(transaction, id);
	forgetWebhook(transaction, { id, workspace_id: workspaceId });
}

/** Stops a webhook and says why; what waits is held. */
export async function pauseWebhook(
	transaction: Transaction,
	webhook: Pick<WebhookRow, 'id' | 'workspace_id'>,
	reason: string,
	now: Date,
): Promise<void> {
	await transaction.run(sql`
		update webhooks set status = 'paused', paused_reason = ${reason}, updated_at = ${now.toISOString()}
		where id = ${webhook.id} and status = 'active'`);
	await holdSome(transaction, webhook.id);
	forgetWebhook(transaction, webhook);
}

/** Has a transaction read a webhook again that it has changed. */
export function forgetWebhook(
	transaction: Transaction,
	{ id, workspace_id }: Pick<WebhookRow, 'id' | 'workspace_id'>,
): void {
	transaction.forget(`webhooks ${workspace_id}`);
	transaction.forget(`webhook ${id}`);
}

/** Returns the object of answers; secret and Authorization header are not in it. */
export function renderWebhook(row: WebhookRow): Webhook {
	return {
		id: row.id,
		name: row.name,
		url: row.url,
		events: row.events,
		filters: row.filters,
		has_auth_header: row.auth_header !== null,
		status: row.status,
		paused_reason: row.paused_reason,
		secret_rotated_at: row.secret_rotated_at,
		created_at: row.created_at,
		updated_at: row.updated_at,
	};
}

type Json = 'events' | 'filters' | 'old_secrets';
type Stored = Omit<WebhookRow, Json> & Record<Json, string>;

function webhookRow(stored: Stored): WebhookRow {
	return {
		...stored,
		events: JSON.parse(stored.events) as EventName[],
		filters: JSON.parse(stored.filters) as WebhookFilters,
		old_secrets: JSON.parse(stored.old_secrets) as WebhookRow['old_secrets'],
	};
}
