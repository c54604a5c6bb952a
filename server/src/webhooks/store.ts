import { randomBytes } from 'node:crypto';
import type { EventName } from '../../../contract/events';
import type { Webhook, WebhookFilters } from '../../../contract/types';
import type { Reader, Transaction } from '../database/database';
import { atMost, nothing, sql } from '../database/sql';
import { problem } from '../problems/problems';
import type { Sealed } from '../secrets/secrets';
import { lockQueues } from './lockQueues';
import { holdSome } from './queue';

/** A webhook as it is stored, with what is never shown. */
export type WebhookRow = {
	id: string;
	workspace_id: string;
	/** What its deliveries stand in; a webhook that replaces another takes it over. */
	queue_id: string;
	/** The name under which Fluid remembers what arrived, also without this webhook; null when it has none. */
	consumer: string | null;
	/** Whether events from before are still being added to the queue, and what happens meanwhile has to wait. */
	is_catching_up: boolean;
	/** Until when nothing is sent, so that the subscriber can store its new secret; null when it has had the time. */
	delivers_after: string | null;
	/** What a person calls it; null when nobody gave it a name. */
	name: string | null;
	/** Empty for one that is pulled and has none. */
	url: string;
	/** Whether it sends what is due to its URL, or hands it out to whoever asks. */
	delivery: 'push' | 'pull';
	events: EventName[];
	filters: WebhookFilters;
	/** Whether a delivery carries one event, or one change with all of its events. */
	deliver: 'each_event' | 'each_change';
	/** Whether what happens to one deal or contact arrives in its order. */
	ordering: 'none' | 'per_object';
	/** Whether what waits in the queue does not fit the ordering yet, so that nothing is sent. */
	is_lining_up: boolean;
	/** Whether it also gets what registered proofs make. */
	proof: boolean;
	/** Whether it also gets what undoing a run changes. */
	undo: boolean;
	auth_header: Sealed | null;
	secret: Sealed;
	/** Secrets from before, which sign as well until their time is over; newest first. */
	old_secrets: Array<{ secret: Sealed; until: string }>;
	secret_rotated_at: string | null;
	status: 'active' | 'paused';
	paused_reason: string | null;
	failing_since: string | null;
	/** The API key that it was created with; null where a person has created it, or an earlier version. */
	key_id: string | null;
	created_at: string;
	updated_at: string;
};

/** What of a webhook says where its deliveries stand. */
export type Queue = Pick<WebhookRow, 'queue_id'>;

/** How many webhooks a workspace may have. */
export const MOST_WEBHOOKS = 500;

/** How many earlier secrets sign: each adds 48 characters to a header, of which receivers take a few thousand. */
export const MOST_OLD_SECRETS = 10;

const SECRET_BYTES = 32;

const COLUMNS = sql`
	id, workspace_id, queue_id, consumer, is_catching_up, delivers_after, name, url, delivery, events, filters, deliver, ordering, is_lining_up, proof, undo, auth_header, secret, old_secrets, secret_rotated_at, status,
	paused_reason, failing_since, key_id, created_at, updated_at`;

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

/** Returns the webhooks of a workspace, read once while they are the same. */
export function findSubscribers(
	transaction: Transaction,
	workspaceId: string,
): Promise<WebhookRow[]> {
	return transaction.configuration(workspaceId, 'webhooks', (reader) =>
		loadWebhooks(reader, workspaceId),
	);
}

/** Returns the webhooks of a workspace, oldest first. */
export async function loadWebhooks(reader: Reader, workspaceId: string): Promise<WebhookRow[]> {
	const rows = await reader.all<Stored>(sql`
		select ${COLUMNS} from webhooks where workspace_id = ${workspaceId} order by id`);
	return rows.map(webhookRow);
}

/** Returns the webhook that a queue is of now, read once in a transaction: for those who deliver. */
export function webhookOfQueue(
	transaction: Transaction,
	queueId: string,
): Promise<WebhookRow | undefined> {
	return transaction.memoize(`queue ${queueId}`, async (reader) => {
		const stored = await reader.get<Stored>(
			sql`select ${COLUMNS} from webhooks where queue_id = ${queueId}`,
		);
		return stored && webhookRow(stored);
	});
}

/** Returns a webhook whatever its workspace. */
export async function findWebhookById(reader: Reader, id: string): Promise<WebhookRow | undefined> {
	const stored = await reader.get<Stored>(sql`select ${COLUMNS} from webhooks where id = ${id}`);
	return stored && webhookRow(stored);
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
		order by id desc ${atMost(limit)}`);
	return rows.map(webhookRow);
}

/** Returns the webhooks that were created with an API key, oldest first. */
export async function listWebhooksOfKey(
	reader: Reader,
	{ workspace_id, id }: { workspace_id: string; id: string },
): Promise<WebhookRow[]> {
	const webhooks = await loadWebhooks(reader, workspace_id);
	return webhooks.filter(({ key_id }) => key_id === id);
}

/** Returns how many webhooks a workspace has. */
export async function countWebhooks(reader: Reader, workspaceId: string): Promise<number> {
	const row = await reader.get<{ count: number }>(sql`
		select count(*) as count from webhooks where workspace_id = ${workspaceId}`);
	return Number(row?.count ?? 0);
}

/** What a new webhook begins with. */
type NewWebhook = Pick<
	WebhookRow,
	| 'id'
	| 'queue_id'
	| 'consumer'
	| 'is_catching_up'
	| 'delivers_after'
	| 'name'
	| 'url'
	| 'delivery'
	| 'events'
	| 'filters'
	| 'deliver'
	| 'ordering'
	| 'is_lining_up'
	| 'proof'
	| 'undo'
	| 'auth_header'
	| 'secret'
	| 'key_id'
>;

/** Writes a new webhook and returns it. */
export async function insertWebhook(
	transaction: Transaction,
	workspaceId: string,
	input: NewWebhook,
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
			(id, workspace_id, queue_id, consumer, is_catching_up, delivers_after, name, url, delivery, events, filters, deliver, ordering,
			is_lining_up, proof, undo, auth_header, secret, key_id, status, created_at, updated_at)
		values (${row.id}, ${workspaceId}, ${row.queue_id}, ${row.consumer}, ${Number(row.is_catching_up)},
			${row.delivers_after}, ${row.name},
			${row.url}, ${row.delivery}, ${JSON.stringify(row.events)},
			${JSON.stringify(row.filters)}, ${row.deliver}, ${row.ordering}, ${Number(row.is_lining_up)},
			${Number(row.proof)}, ${Number(row.undo)}, ${row.auth_header}, ${row.secret}, ${row.key_id}, 'active', ${at}, ${at})`);
	return row;
}

/** Writes a webhook's values. */
export async function updateWebhook(transaction: Transaction, row: WebhookRow): Promise<void> {
	await lockQueues(transaction, [row.queue_id]);
	await transaction.run(sql`
		update webhooks set consumer = ${row.consumer}, name = ${row.name}, url = ${row.url}, delivery = ${row.delivery}, events = ${JSON.stringify(row.events)},
			filters = ${JSON.stringify(row.filters)}, deliver = ${row.deliver}, ordering = ${row.ordering},
			is_lining_up = ${Number(row.is_lining_up)}, proof = ${Number(row.proof)}, undo = ${Number(row.undo)}, auth_header = ${row.auth_header}, secret = ${row.secret},
			old_secrets = ${JSON.stringify(row.old_secrets)}, secret_rotated_at = ${row.secret_rotated_at},
			status = ${row.status}, paused_reason = ${row.paused_reason}, failing_since = ${row.failing_since},
			updated_at = ${row.updated_at}
		where workspace_id = ${row.workspace_id} and id = ${row.id}`);
}

/** Removes a webhook alone: its deliveries stay in their queue. */
export async function removeRow(transaction: Transaction, webhook: WebhookRow): Promise<void> {
	await transaction.run(sql`delete from webhooks where id = ${webhook.id}`);
}

/** Says from when on a webhook delivers. */
export async function deliverAfter(
	transaction: Transaction,
	webhook: WebhookRow,
	moment: Date,
): Promise<void> {
	await transaction.run(sql`
		update webhooks set delivers_after = ${moment.toISOString()} where id = ${webhook.id}`);
}

/** Stops a webhook and says why; what waits is held. */
export async function pauseWebhook(
	transaction: Transaction,
	{ id }: Pick<WebhookRow, 'id'>,
	reason: string,
	now: Date,
): Promise<void> {
	const webhook = await findWebhookById(transaction, id);
	if (webhook?.status !== 'active') return;
	await lockQueues(transaction, [webhook.queue_id]);
	await transaction.run(sql`
		update webhooks set status = 'paused', paused_reason = ${reason}, updated_at = ${now.toISOString()}
		where id = ${id}`);
	await holdSome(transaction, webhook.queue_id);
}

/** Returns the object of answers; secret and Authorization header are not in it. */
export function renderWebhook(row: WebhookRow): Webhook {
	return {
		id: row.id,
		consumer: row.consumer,
		name: row.name,
		url: row.url === '' ? null : row.url,
		delivery: row.delivery,
		events: row.events,
		filters: row.filters,
		deliver: row.deliver,
		ordering: row.ordering,
		proof: row.proof,
		undo: row.undo,
		has_auth_header: row.auth_header !== null,
		status: row.status,
		paused_reason: row.paused_reason,
		secret_rotated_at: row.secret_rotated_at,
		created_at: row.created_at,
		updated_at: row.updated_at,
	};
}

type Json = 'events' | 'filters' | 'old_secrets';
type Flag = 'is_catching_up' | 'is_lining_up' | 'proof' | 'undo';
type Stored = Omit<WebhookRow, Json | Flag> & Record<Json, string> & Record<Flag, number>;

function webhookRow(stored: Stored): WebhookRow {
	return {
		...stored,
		is_catching_up: stored.is_catching_up !== 0,
		is_lining_up: stored.is_lining_up !== 0,
		proof: stored.proof !== 0,
		undo: stored.undo !== 0,
		events: JSON.parse(stored.events) as EventName[],
		filters: JSON.parse(stored.filters) as WebhookFilters,
		old_secrets: JSON.parse(stored.old_secrets) as WebhookRow['old_secrets'],
	};
}
