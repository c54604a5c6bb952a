import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type {
	WatchedAttempt,
	WatchedConsumer,
	WatchedDelivery,
	WatchedEvent,
	WatchedWebhook,
} from './stored.mts';

type Row = Record<string, unknown>;

/** A connection beside the service's, which sees what is committed. */
export class WatchedDatabase {
	readonly #connection: DatabaseSync;
	readonly #prepared = new Map<string, StatementSync>();

	constructor(file: string) {
		this.#connection = new DatabaseSync(file);
		this.#connection.exec('pragma cache_size = -2000');
	}

	close(): void {
		this.#connection.close();
	}

	webhooks(): WatchedWebhook[] {
		return this.#all('select * from webhooks');
	}

	consumers(): WatchedConsumer[] {
		return this.#all(
			'select name, queue_id, webhook_id, missing_since, seen_sequence, held_before from consumers',
		);
	}

	deliveries(): WatchedDelivery[] {
		const rows = this.#all<Omit<WatchedDelivery, 'carried'> & { change_events: string | null }>(
			'select id, queue_id, event_id, change_id, change_events, object_id, position, status, attempts, next_attempt_at, claimed_until, created_at from deliveries where test_body is null',
		);
		return rows.map(({ change_events, ...row }) => ({
			...row,
			carried: change_events === null ? [row.event_id] : this.#idsIn(change_events),
		}));
	}

	readonly #ids = new Map<string, string[]>();

	#idsIn(changeEvents: string): string[] {
		const known = this.#ids.get(changeEvents);
		if (known) return known;
		const ids = (JSON.parse(changeEvents) as Array<{ id: string }>).map(({ id }) => id);
		this.#ids.set(changeEvents, ids);
		return ids;
	}

	attempts(deliveryId: string): WatchedAttempt[] {
		return this.#all(
			'select number, started_at, duration_ms, status_code, error from attempts where delivery_id = ? order by number',
			deliveryId,
		);
	}

	eventsAfter(sequence: number): Array<Omit<WatchedEvent, 'commit'>> {
		const rows = this.#all<{ sequence: number; id: string; change_id: string; body: string }>(
			'select sequence, id, change_id, body from events where sequence > ? order by sequence',
			sequence,
		);
		return rows.map(({ body, ...row }) => ({ ...JSON.parse(body), ...row, text: body }));
	}

	deals(): Row[] {
		return this.#all(
			'select id, name, value, status, stage_id, external_id, contact_id, company_id from deals',
		);
	}

	contacts(): Row[] {
		return this.#all('select id, name, email, company_id from contacts');
	}

	/** Attempts without their delivery, and what waits without its event. */
	orphans(): number {
		const [row] = this.#all<{ count: number }>(`
			select (select count(*) from attempts where not exists (select 1 from deliveries where id = delivery_id))
				+ (select count(*) from deliveries where test_body is null and status in ('held', 'pending')
					and not exists (select 1 from events where id = event_id)) as count`);
		return Number(row?.count);
	}

	/** Companies whose contacts and deals have not all published their name. */
	companiesToPublish(): number {
		const [row] = this.#all<{ count: number }>('select count(*) as count from former_companies');
		return Number(row?.count);
	}

	#all<T = Row>(text: string, ...values: Array<string | number>): T[] {
		const known = this.#prepared.get(text);
		const statement = known ?? this.#connection.prepare(text);
		if (!known) this.#prepared.set(text, statement);
		return statement.all(...values) as T[];
	}
}
