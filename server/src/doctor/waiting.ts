import { sql, type Statement } from '../database/sql';
import { isBehind } from '../webhooks/ordering';
import type { Check, Finding } from './check';

/** What waits for nothing, so that nobody would ever send it: of active webhooks, and first of its deal or contact. */
const IS_STUCK: Statement = sql`
	deliveries.status = 'pending' and deliveries.next_attempt_at is null and not (${isBehind})
	and exists (select 1 from webhooks where webhooks.queue_id = deliveries.queue_id and is_lining_up = 0)`;

/** What waits to be sent is due at some time, and what it carries is there. */
export const waiting: Check = {
	name: 'waiting',
	promise: 'what waits to be sent will be',
	advice:
		'Deliveries without a time are given one by --repair. One without its event can be skipped on the page of its webhook.',
	find: async ({ reader }) => {
		const stuck = await reader.all<Row>(sql`
			select id, workspace_id from deliveries where ${IS_STUCK} order by id`);
		const empty = await reader.all<Row>(sql`
			select id, workspace_id from deliveries
			where status = 'pending' and test_body is null
				and not exists (select 1 from events where events.id = deliveries.event_id)
			union all
			select id, workspace_id from deliveries
			where status = 'held' and test_body is null
				and not exists (select 1 from events where events.id = deliveries.event_id)`);
		const all = await reader.get<{ count: number }>(
			sql`select count(*) as count from deliveries where status = 'pending'`,
		);
		return {
			looked: Number(all?.count ?? 0),
			findings: [
				...stuck.map(
					said((id) => `Delivery ${id} waits, but for no time: it would never be sent.`),
				),
				...empty.map(said((id) => `Delivery ${id} waits to be sent, but its event is gone.`)),
			],
		};
	},
	repair: async (database, now) => {
		const count = await database.writeDeliveries((transaction) =>
			transaction.count(sql`
				update deliveries set next_attempt_at = ${now.toISOString()}
				where id in (select id from deliveries where ${IS_STUCK})`),
		);
		return `${count} deliveries are due now.`;
	},
};

type Row = { id: string; workspace_id: string };

function said(sentence: (id: string) => string): (row: Row) => Finding {
	return ({ id, workspace_id }) => ({ workspace_id, sentence: sentence(id) });
}
