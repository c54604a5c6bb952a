import { Gauge, type Registry } from 'prom-client';
import type { Database } from '../database/database';
import { type Statement, sql } from '../database/sql';
import { clock } from '../values/clock';

/** Shows what waits to be delivered. Read when asked for, so that delivering pays nothing; each from the index of its status, not from all that was sent. */
export function gaugeDeliveries(database: Database, registry: Registry): void {
	new Gauge({
		name: 'fluid_deliveries',
		help: 'Deliveries that wait (pending), are held, or failed for good.',
		labelNames: ['status'],
		registers: [registry],
		async collect() {
			const rows = await database.all<{ status: string; count: number }>(sql`
				select 'pending' as status, count(*) as count from deliveries where status = 'pending' union all
				select 'held', count(*) from deliveries where status = 'held' union all
				select 'failed', count(*) from deliveries where status = 'failed'`);
			for (const { status, count } of rows) this.set({ status }, Number(count));
		},
	});
	new Gauge({
		name: 'fluid_oldest_due_delivery_seconds',
		help: 'How long the oldest delivery that is due to be sent has waited.',
		registers: [registry],
		async collect() {
			this.set(await waited(database, SENT));
		},
	});
	new Gauge({
		name: 'fluid_oldest_pulled_delivery_seconds',
		help: 'How long the oldest delivery that is to be fetched by its receiver (pull) has waited.',
		registers: [registry],
		async collect() {
			this.set(await waited(database, FETCHED));
		},
	});
}

const FETCHED = sql`queue_id in (select queue_id from webhooks where delivery = 'pull')`;
const SENT = sql`not ${FETCHED}`;

async function waited(database: Database, queues: Statement): Promise<number> {
	const row = await database.get<{ oldest: string | null }>(sql`
		select min(next_attempt_at) as oldest from deliveries where status = 'pending' and ${queues}`);
	return row?.oldest ? Math.max(0, (clock.ms() - Date.parse(row.oldest)) / 1000) : 0;
}
