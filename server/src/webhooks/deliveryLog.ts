import { problem } from '../problems/problems';
import { schemas } from '../../../contract/schemas';
import type { Attempt, Delivery } from '../../../contract/types';
import type { Reader } from '../database/database';
import { atMost, byIndex, list, nothing, oneOf, sql, type Statement } from '../database/sql';
import type { Queue } from './store';
import { type Subject, newSubjectLookUp } from './subjects';
import { loadBodies, type StoredBody } from './bodies';
import type { CarriedEvent } from './carried';

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
	skipped: sql`and status = 'skipped'`,
};

/** Returns deliveries of a webhook with their attempts, newest first. */
export async function listDeliveries(
	reader: Reader,
	{ queue_id }: Queue,
	{ status, cursor, limit }: DeliverySearch,
): Promise<Delivery[]> {
	const rows = await reader.all<Stored>(sql`
		select ${COLUMNS} from deliveries
		where queue_id = ${queue_id}
		${status === undefined ? nothing : IS_STATUS[status]}
		${status === 'pending' ? await isOneOfFew(reader, queue_id) : nothing}
		${cursor === undefined ? nothing : sql`and id < ${cursor}`}
		order by id desc ${atMost(limit)}`);
	return whole(reader, rows);
}

/** So few are sorted in a millisecond. */
const FEW = 1_000;

/** Where few wait they are looked up: in the order of the list, all that were taken would be passed by. */
async function isOneOfFew(reader: Reader, queueId: string): Promise<Statement> {
	const waiting = await reader.all<{ id: string }>(sql`
		select id from deliveries ${byIndex(sql`indexed by deliveries_due`)}
		where queue_id = ${queueId} and status = 'pending' ${atMost(FEW + 1)}`);
	return waiting.length > FEW ? nothing : sql`and id in ${oneOf(waiting.map(({ id }) => id))}`;
}

/** Returns a delivery of a webhook with its attempts, or undefined. */
export async function findDelivery(
	reader: Reader,
	{ queue_id }: Queue,
	id: string,
): Promise<Delivery | undefined> {
	const rows = await reader.all<Stored>(sql`
		select ${COLUMNS} from deliveries
		where queue_id = ${queue_id} and id = ${id}`);
	const [delivery] = await whole(reader, rows);
	return delivery;
}

/**
 * Returns the same delivery.
 *
 * @throws delivery_not_found
 */
export async function getDelivery(reader: Reader, queue: Queue, id: string): Promise<Delivery> {
	const delivery = await findDelivery(reader, queue, id);
	if (!delivery) throw problem('delivery_not_found');
	return delivery;
}

const COLUMNS = sql`
	id, event_id, event_type, change_id, change_events, status, next_attempt_at, created_at,
	case when status = 'pending' and object_id is not null then (
		select earlier.id from deliveries as earlier ${byIndex(sql`indexed by deliveries_in_order`)}
		where earlier.queue_id = deliveries.queue_id and earlier.object_id = deliveries.object_id
			and earlier.status in ('pending', 'held')
			and (earlier.position, earlier.id) < (deliveries.position, deliveries.id)
		order by earlier.position, earlier.id limit 1) end as waits_for`;

type Stored = Omit<Delivery, 'attempts' | 'types' | keyof Subject> & {
	change_events: string | null;
};
type StoredAttempt = Omit<Attempt, 'request_headers'> & {
	delivery_id: string;
	request_headers: string | null;
};

/** Adds to deliveries whom or what they are about, and their attempts. */
async function whole(reader: Reader, rows: Stored[]): Promise<Delivery[]> {
	if (rows.length === 0) return [];
	const attempts = await reader.all<StoredAttempt>(sql`
		select delivery_id, number, started_at, duration_ms, request_headers, status_code, answer, error
		from attempts
		where delivery_id in ${list(rows.map(({ id }) => id))} order by delivery_id, number`);
	const byDelivery = Map.groupBy(attempts, ({ delivery_id }) => delivery_id);
	const subjectOf = await newSubjectLookUp(
		reader,
		rows.map(({ event_id }) => event_id),
	);
	return rows.map(({ change_events, ...row }) => ({
		...row,
		types: change_events === null ? [row.event_type] : typesIn(change_events),
		...subjectOf(row.event_id),
		attempts: (byDelivery.get(row.id) ?? []).map(attempt),
	}));
}

function typesIn(changeEvents: string): Delivery['types'] {
	return (JSON.parse(changeEvents) as CarriedEvent[]).map(({ type }) => type);
}

function attempt({ delivery_id: _delivery, request_headers, ...rest }: StoredAttempt): Attempt {
	return {
		...rest,
		request_headers:
			request_headers === null ? null : (JSON.parse(request_headers) as Record<string, string>),
	};
}

/** Returns what a delivery carries; undefined once its event is too old to be kept. */
export async function deliveryBody(reader: Reader, id: string): Promise<string | undefined> {
	const row = await reader.get<StoredBody | (StoredBody & { body: null })>(sql`
		select event_id, deliveries.change_id, change_events, coalesce(deliveries.test_body, events.body) as body, events.shape
		from deliveries left join events on events.id = deliveries.event_id where deliveries.id = ${id}`);
	if (row === undefined || row.body === null) return undefined;
	const [body] = await loadBodies(reader, [row]);
	return body;
}

/** Returns the newest delivery of each webhook that has any, by the webhook's id. */
export async function listLastDeliveries(
	reader: Reader,
	webhookIds: string[],
): Promise<Map<string, Pick<Delivery, 'status' | 'created_at'>>> {
	if (webhookIds.length === 0) return new Map();
	const rows = await reader.all<
		{ webhook_id: string } & Pick<Delivery, 'status' | 'created_at'>
	>(sql`
		select webhooks.id as webhook_id, deliveries.status, deliveries.created_at
		from webhooks join deliveries on deliveries.id = (
			select max(id) from deliveries as own where own.queue_id = webhooks.queue_id)
		where webhooks.id in ${list(webhookIds)}`);
	return new Map(rows.map(({ webhook_id, ...last }) => [webhook_id, last]));
}

/** Returns how many deliveries of a webhook are held and when the first of their events happened; undefined if none. */
export async function countHeld(
	reader: Reader,
	{ queue_id }: Queue,
): Promise<{ count: number; since: string } | undefined> {
	const row = await reader.get<{ count: number; since: string | null }>(sql`
		select count(*) as count, min(events.timestamp) as since
		from deliveries join events on events.id = deliveries.event_id
		where deliveries.queue_id = ${queue_id} and deliveries.status = 'held'`);
	return row?.since ? { count: Number(row.count), since: row.since } : undefined;
}
