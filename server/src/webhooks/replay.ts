import { passes } from '../../../contract/filters';
import type { Event } from '../../../contract/types';
import type { Transaction } from '../database/database';
import { sql } from '../database/sql';
import { newId } from '../ids';
import type { WebhookRow } from './store';

/**
 * Adds a new delivery for every event since a time that the webhook is subscribed to, whether it was delivered then
 * or not; what was held is sent this way too. Returns how many there are.
 */
export async function replayEvents(
	transaction: Transaction,
	webhook: WebhookRow,
	since: string,
	now: Date,
): Promise<number> {
	const rows = await transaction.all<{ body: string }>(sql`
		select body from events
		where workspace_id = ${webhook.workspace_id} and timestamp >= ${since} order by sequence`);
	const events = rows.map(({ body }) => JSON.parse(body) as Event);
	const wanted = events.filter(
		(event) => webhook.events.includes(event.type) && passes(event, webhook.filters),
	);
	await transaction.run(sql`
		delete from deliveries where webhook_id = ${webhook.id} and status = 'held' and created_at >= ${since}`);
	const at = now.toISOString();
	for (const event of wanted) {
		await transaction.run(sql`
			insert into deliveries (id, webhook_id, event_id, event_type, status, attempts, next_attempt_at, created_at)
			values (${newId('dlv')}, ${webhook.id}, ${event.id}, ${event.type}, 'pending', 0, ${at}, ${at})`);
	}
	return wanted.length;
}
