import { schemas } from '../../../contract/schemas';
import type { Attempt, Delivery } from '../../../contract/types';
import type { Reader } from '../database/database';
import { list, nothing, sql, type Statement } from '../database/sql';
import { type Subject, subjectsOf } from './subjects';

/** What can have become of a delivery. */
export const DELIVERY_STATUSES: ReadonlyArray<Delivery['status']> = schemas.delivery.properties
	.status.enum as Array<Delivery['status']>;

/** Returns whether a text is one of them. */
export function isDeliveryStatus(text: unknown): text is Delivery['status'] {
	return DELIVERY_STATUSES.some((status) => status === text);
}

/** What a delivery log is narrowed by. */
export type DeliverySearch = { status?: Delivery['status']; cursor?: string; limit: number };

/** Written out, because an index for some of the rows is found by its own words only. */
const IS_STATUS: Record<Delivery['status'], Statement> = {
	pending: sql`and status = 'pending'`,
	succeeded: sql`and status = 'succeeded'`,
	failed: sql`and status = 'failed'`,
	held: sql`and status = 'held'`,
};

/** Returns deliveries of a webhook with their attempts, newest first. */
export async function listDeliveries(
	reader: Reader,
	webhookId: string,
	{ status, cursor, limit }: DeliverySearch,
): Promise<Delivery[]> {
	const rows = await reader.all<Stored>(sql`
		select id, event_id, event_type, status, next_attempt_at, created_at from deliveries
		where webhook_id = ${webhookId}
		${status === undefined ? nothing : IS_STATUS[status]}
		${cursor === undefined ? nothing : sql`and id < ${cursor}`}
		order by id desc limit ${limit}`);
	return whole(reader, rows);
}

/** Returns a delivery of a webhook with its attempts, or undefined. */
export async function findDelivery(
	reader: Reader,
	webhookId: string,
	id: string,
): Promise<Delivery | undefined> {
	const rows = await reader.all<Stored>(sql`
		select id, event_id, event_type, status, next_attempt_at, created_at from deliveries
		where webhook_id = ${webhookId} and id = ${id}`);
	const [delivery] = await whole(reader, rows);
	return delivery;
}

type Stored = Omit<Delivery, 'attempts' | keyof Subject>;
type StoredAttempt = Omit<Attempt, 'request_headers'> & {
	delivery_id: string;
	request_headers: string | null;
};

/** Adds to deliveries whom or what they tell of, and their attempts. */
async function whole(reader: Reader, rows: Stored[]): Promise<Delivery[]> {
	if (rows.length === 0) return [];
	const attempts = await reader.all<StoredAttempt>(sql`
		select delivery_id, number, started_at, duration_ms, request_headers, status_code, answer, error
		from attempts
		where delivery_id in ${list(rows.map(({ id }) => id))} order by delivery_id, number`);
	const byDelivery = Map.groupBy(attempts, ({ delivery_id }) => delivery_id);
	const subjectOf = await subjectsOf(
		reader,
		rows.map(({ event_id }) => event_id),
	);
	return rows.map((row) => ({
		...row,
		...subjectOf(row.event_id),
		attempts: (byDelivery.get(row.id) ?? []).map(attempt),
	}));
}

function attempt({ delivery_id: _delivery, request_headers, ...rest }: StoredAttempt): Attempt {
	return {
		...rest,
		request_headers:
			request_headers === null ? null : (JSON.parse(request_headers) as Record<string, string>),
	};
}

/** Returns what a delivery carries, to the letter; undefined once its event is too old to be kept. */
export async function deliveryBody(reader: Reader, id: string): Promise<string | undefined> {
	const row = await reader.get<{ body: string | null }>(sql`
		select coalesce(deliveries.test_body, events.body) as body
		from deliveries left join events on events.id = deliveries.event_id where deliveries.id = ${id}`);
	return row?.body ?? undefined;
}

/** Returns the newest delivery of each webhook that has any, by the webhook's id. */
export async function lastDeliveries(
	reader: Reader,
	webhookIds: string[],
): Promise<Map<string, Pick<Delivery, 'status' | 'created_at'>>> {
	if (webhookIds.length === 0) return new Map();
	const rows = await reader.all<
		{ webhook_id: string } & Pick<Delivery, 'status' | 'created_at'>
	>(sql`
		select deliveries.webhook_id, deliveries.status, deliveries.created_at
		from webhooks join deliveries on deliveries.id = (
			select max(id) from deliveries as own where own.webhook_id = webhooks.id)
		where webhooks.id in ${list(webhookIds)}`);
	return new Map(rows.map(({ webhook_id, ...last }) => [webhook_id, last]));
}

/** Returns how many deliveries of a webhook are held and when the first of their events happened; undefined if none. */
export async function heldOf(
	reader: Reader,
	webhookId: string,
): Promise<{ count: number; since: string } | undefined> {
	const row = await reader.get<{ count: number; since: string | null }>(sql`
		select count(*) as count, min(events.timestamp) as since
		from deliveries join events on events.id = deliveries.event_id
		where deliveries.webhook_id = ${webhookId} and deliveries.status = 'held'`);
	return row?.since ? { count: Number(row.count), since: row.since } : undefined;
}
